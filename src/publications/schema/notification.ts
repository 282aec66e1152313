import { FIELDS } from '../../domain/fields.ts';
import {
  FLAG,
  NUMBER,
  STATE,
  STATUS,
  LANGUAGE,
  TIME_RANGE,
  list,
  oneOf,
  orNull,
  record,
  type Schema,
  TEXT,
  TEXT_OR_NULL,
  TIME,
  TIME_OR_NULL,
} from './parts.ts';

const picture = record({ url: TEXT, width: NUMBER, height: NUMBER });

/** What a key holds, in words for whoever reads the schema. */
const said = (schema: Schema, description: string): Schema => ({ ...schema, description });

/** `_nightlight` in each entry of `/feed.json`. */
export const notificationSchema: Schema = {
  title: 'One update as it is told to people, in one language',
  ...record({
    about: TEXT,
    id: said(TEXT, 'The same in every language and for ever: remember by it what was sent.'),
    incident: TEXT,
    update: TEXT,
    kind: oneOf(FIELDS.kind.words),
    title: TEXT,
    text: said(TEXT, 'What was said, without markup; addresses of links stand behind them.'),
    state: STATE,
    state_name: said(TEXT, 'The state in words of the language.'),
    state_then: said(
      STATE,
      'The state in which the update left the incident: its own, or the one it found if it is an update, a correction or a review.',
    ),
    incident_state: said(STATE, 'The state that the incident has now.'),
    open: said(FLAG, 'Whether people are still owed something about the incident, now.'),
    first: said(FLAG, 'Whether it is the first thing said about the incident.'),
    newest: said(FLAG, 'Whether nothing newer was said about the incident.'),
    closes: said(
      FLAG,
      'Whether it says that nothing is owed any more: resolved, completed, cancelled, withdrawn.',
    ),
    all_clear: said(FLAG, 'Whether it told that it is over, or was said while it was.'),
    imported: said(
      FLAG,
      'Whether it came along with the record, told at another time and elsewhere: no news.',
    ),
    said_by: oneOf(['operator', 'community', 'press']),
    said_in: said(TEXT_OR_NULL, 'Where it was said.'),
    said_at: TIME_RANGE,
    published: said(TIME, 'When it could first be read here.'),
    changed: said(TIME, 'When it last said something else here.'),
    impact: said(
      list(
        record(
          {
            component: TEXT,
            status: STATUS,
            status_name: said(TEXT, 'The status in words of the language.'),
            sentence: said(
              TEXT_OR_NULL,
              'The same in a sentence that people would say, without its stop: "Websites do not work", "Websites work again"; null where it was not hurt yet.',
            ),
            worst: said(STATUS, 'The worst that the incident had done to it until then.'),
            status_before: said(
              STATUS,
              'How it was as of the update before, by the record as it stands now; `operational` under the first.',
            ),
            since: said(
              orNull(record({ earliest: TIME, latest: TIME, before: FLAG })),
              'Since when it had the status; `before` where that is not known and was before.',
            ),
            where: said(
              TEXT,
              'The regions that the status is about, in words: "Europe"; missing where it is about all that the component is in.',
            ),
            regions: said(
              list(
                record({
                  region: TEXT,
                  name: said(TEXT, 'What the region is called in the language.'),
                  status: STATUS,
                  status_name: TEXT,
                  worst: STATUS,
                  since: orNull(record({ earliest: TIME, latest: TIME, before: FLAG })),
                }),
              ),
              'How it was in each region that the incident names for it; missing where it was so everywhere.',
            ),
          },
          ['where', 'regions'],
        ),
      ),
      'Every component that the incident touches, as of the update, worst first; `operational` is not hurt yet, or not any more.',
    ),
    works: said(list(TEXT), 'Components that somebody confirmed to work, as told with the update.'),
    names: said(
      { type: 'object', additionalProperties: TEXT },
      'What each component in `impact` and `works` is called in the language, by its id.',
    ),
    short_names: said(
      { type: 'object', additionalProperties: TEXT },
      'The same where there is little room, as in a text message.',
    ),
    advice: said(TEXT_OR_NULL, 'What to do, as told with the update.'),
    advice_by: orNull(oneOf(FIELDS.adviceBy.words)),
    scope: said(TEXT_OR_NULL, 'Where, or for whom, as the record says now.'),
    data: said(orNull(oneOf(FIELDS.data.words)), 'What becomes of the data.'),
    began: said(orNull(TIME_RANGE), 'When it began; null where nobody knows.'),
    ended: said(
      { anyOf: [TIME_RANGE, { const: 'unknown' }, { type: 'null' }] },
      'When it ended, if that was before the update; "unknown" where nobody recorded it.',
    ),
    last_known: said(orNull(TIME_RANGE), 'When it was still so, where nobody recorded the end.'),
    scheduled: said(orNull(record({ from: TIME, until: TIME })), 'The window of announced work.'),
    next_update: said(
      TIME_OR_NULL,
      'When the next word is owed; null under all but the newest of what is open.',
    ),
    drill: FLAG,
    demonstration: FLAG,
    site: said(
      record({ name: TEXT, service: TEXT, operator: TEXT, url: TEXT }),
      'Who speaks, and of what service.',
    ),
    authority: said(TEXT, 'What ids are made from: the authority of the tags in the feeds.'),
    url: said(TEXT, 'Where the update stands.'),
    incident_url: TEXT,
    pictures: orNull(record({ wide: picture, tall: orNull(picture) })),
    language: LANGUAGE,
    languages: said(
      record({
        title: LANGUAGE,
        text: LANGUAGE,
        advice: orNull(LANGUAGE),
        scope: orNull(LANGUAGE),
        said_in: orNull(LANGUAGE),
        pictures: orNull(LANGUAGE),
      }),
      'In which language each part is: the original where nobody has translated it.',
    ),
  }),
};
