import { NOTICE_KINDS } from '../../domain/notice.ts';
import { defaulting, list, optional, record } from '../fields.ts';
import { id } from '../kinds/forms.ts';
import { oneOf } from '../kinds/choices.ts';
import { minutes } from '../kinds/numbers.ts';
import { localised } from '../kinds/texts.ts';
import { section } from '../section.ts';

const TEMPLATE = {
  component: optional(id, 'The `id` of the component that it is for. Without it for all.'),
  kind: optional(
    oneOf(NOTICE_KINDS),
    'The kind of failure that it is for: the status that is said, `sign_in`, `unknown` while nobody knows what is wrong, `maintenance` or `drill`. Without it for every kind.',
  ),
  title: optional(localised, 'The title. Without it what is lost, by the `sentences` of the component.'),
  text: optional(
    localised,
    'What is said behind the sentence of what is lost. Without it the words that Nightlight has for the kind.',
  ),
  works: defaulting(
    list(id),
    [],
    'nothing is proposed',
    'Components that probably work all the same. They are only proposed: a person confirms them each time.',
  ),
  advice: optional(
    localised,
    'What people should do now. Without it the words that Nightlight has for the kind.',
  ),
  next_update: optional(
    minutes,
    'When you speak next, in minutes from the notice. Without it what the pledge allows.',
  ),
};

/** What is proposed to somebody who writes. */
export const writing = section({
  meaning: 'What `nightlight new` and its neighbours propose to somebody who writes a notice.',
  fields: {
    templates: defaulting(
      list(record(TEMPLATE)),
      [],
      'the words that Nightlight has',
      'What is proposed for a component, a kind of failure, or both. Of several that fit, the most exact says each thing: both named, then the component, then the kind.',
    ),
  },
});
