import {
  clockOf,
  kindOf,
  proposedAdvice,
  proposedNext,
  proposedText,
  proposedTitle,
} from '../authoring/proposal.ts';
import type { Proposing } from '../authoring/proposal.ts';
import { slugOf } from '../authoring/said.ts';
import { exactly } from '../domain/time.ts';
import { type TemplateWords, templateWordsOf } from '../i18n/templates.ts';
import type { Act } from './teller.ts';

/**
 * What a watcher says, in the language of the notice: what is lost, what works, when more is said, and that nobody wrote
 * it but a check. Where there are no words in that language, that stands there in English.
 * @param around.asks whether somebody is asked to take over: a notice says so only then.
 * @param around.isDrill whether all of it is played: then that stands first, and that a check found something nowhere.
 */
export async function wordsFor(
  act: Act,
  around: Proposing & { asks: boolean; isDrill?: boolean },
): Promise<string> {
  const { language, asks, isDrill = false } = around;
  const words = around.words ?? (await templateWordsOf('en'));
  if (!words) throw new Error('There are no words in English.');
  const { automatic } = words;
  const [at, since] = [exactly(act.at), act.between?.latest ?? act.at];
  if (isDrill) return drillWords(act, { ...around, words });
  if (act.kind === 'calm') return `${automatic.calm(clockOf(since, at, language))} ${automatic.wrote}`;
  if (act.kind === 'over') return `${automatic.over(clockOf(since, at, language))} ${automatic.wrote}`;
  const { impact, works } = act;
  const kind = kindOf(impact);
  const nextUpdate = proposedNext(impact, kind, at, around);
  if (act.kind === 'holds') {
    const next = nextUpdate === undefined ? '' : words.next(clockOf(nextUpdate, at, language));
    return [automatic.holds(clockOf(since, at, language)), next].filter(Boolean).join(' ');
  }
  const known = { impact, kind, works, nextUpdate, at, window: undefined };
  // What an operator wrote for a beginning is no word for hours later.
  if (act.kind === 'still')
    return proposedText(known, {
      ...around,
      templates: [],
      words: { ...words, text: () => automatic.still },
    });
  // No check looks for a cause, nor knows how many see what it sees.
  const text = proposedText(known, { ...around, words: { ...words, text: () => automatic.cause } });
  const none = { again: '', time: '', reason: '', window: '' };
  const again = act.kind === 'again' ? words.follow('investigating', none) : undefined;
  return [again, text, automatic.wrote, asks && automatic.asked].filter(Boolean).join(' ');
}

function drillWords(act: Act, around: Proposing & { words: TemplateWords }): string {
  const { words, language } = around;
  const at = exactly(act.at);
  if (act.kind === 'calm')
    return `${words.text('drill', '')} ${words.automatic.calm(clockOf(act.between?.latest ?? act.at, at, language))}`;
  const { impact, works } = act;
  return proposedText({ impact, works, kind: 'drill', nextUpdate: undefined, at, window: undefined }, around);
}

/**
 * Title and advice where more fails than those that stand there speak of: a headline which names the first failure alone
 * would tell whoever reads no more than that nothing else is wrong. An operator's title for one failure is none for two.
 */
export function anewFor({ retold }: Act, around: Proposing): { title?: string; advice?: string } {
  if (!retold) return {};
  const kind = kindOf(retold);
  const advice = proposedAdvice(retold, kind, around);
  return {
    title: proposedTitle({ impact: retold, kind }, { ...around, templates: [] }),
    ...(advice !== undefined && { advice }),
  };
}

/** What a notice of these is called in its address. */
export function nameFor(impact: Act['impact'], around: Proposing): string {
  return slugOf(proposedTitle({ impact, kind: kindOf(impact) }, around));
}
