import type { Act } from '../../authoring/notice.ts';
import { hurtIn, nextFor, proposedFollowUp, stateFor, type Writing } from '../../authoring/notice.ts';
import { clockOf, kindOf, proposedWorks } from '../../authoring/proposal.ts';
import { missingFor } from '../../authoring/missing.ts';
import { type AnswerName, answerFor, neededFor, WHICH } from '../../authoring/answers.ts';
import { readTyped, type Said, type Typed } from '../../authoring/said.ts';
import { exactly, iso, printTimeRange } from '../../domain/time.ts';
import { type Incident, isOpen, INCIDENT_STATES, MAINTENANCE_STATES } from '../../domain/incident.ts';
import { inLanguage } from '../../domain/site.ts';
import type { Status } from '../../domain/status.ts';
import { wordsOf } from '../../i18n/index.ts';
import type { Asker, MarksQuestion, Option, TextQuestion } from './asking.ts';

/** What questions need to know. */
export interface Asking {
  act: Act;
  incident: Incident | undefined;
  writing: Writing;
  asker: Asker;
  /** What other notices that are open say does not work: nobody is asked to confirm it here. */
  hurtElsewhere: ReadonlyMap<string, string>;
  /** Keeps what was typed so far, and gives it back with its times as they were meant at this moment. */
  keep(typed: Typed): Promise<Typed>;
  /** What stood in a question that somebody left. */
  unfinished(name: AnswerName): string | undefined;
  /** Keeps what stands in a question with each key; nothing once it is answered, or holds no more than was proposed. */
  type(name: AnswerName, text: string | undefined): void;
}

/** Asks for words. What was typed is kept as it is typed, and stands there again when the same is asked anew. */
async function askText(
  name: AnswerName,
  question: TextQuestion,
  { asker, unfinished, type }: Asking,
): Promise<string | undefined> {
  const { initial = '' } = question;
  const answer = await asker.text({
    ...question,
    initial: unfinished(name) ?? question.initial,
    lines: name === 'text',
    heard: (text) => type(name, text === initial ? undefined : text),
  });
  if (answer !== undefined) type(name, undefined);
  return answer;
}

/** Asks for several of a list. What is marked is kept as it is marked, and is so again when the same is asked anew. */
async function askMarks(
  name: 'impact' | 'works',
  question: MarksQuestion,
  { asker, unfinished, type }: Asking,
): Promise<string[] | undefined> {
  const known = question.options.map(({ value }) => value);
  const answer = await asker.several({
    ...question,
    initial: unfinished(name)
      ?.split(', ')
      .filter((id) => known.includes(id)),
    heard: (marked) => type(name, marked.length === 0 ? undefined : marked.join(', ')),
  });
  if (answer !== undefined) type(name, undefined);
  return answer;
}

/**
 * Asks for what nobody has said yet, in the order in which a reader needs it.
 * @returns nothing where somebody would rather not go on; what was typed until then is kept.
 */
export async function askMissing(typed: Typed, asking: Asking): Promise<Typed | undefined> {
  let now = typed;
  for (const question of QUESTIONS[asking.act]) {
    const answer = await question(now, saidIn(now, asking), asking);
    if (answer === undefined) return undefined;
    now = await asking.keep({ ...now, ...answer });
  }
  return now;
}

type Question = (typed: Typed, said: Said, asking: Asking) => Promise<Typed | undefined>;

const whatIsHurt: Question = async (typed, said, asking) => {
  const { asker, writing, act, keep } = asking;
  const { site, language } = writing;
  let chosen: string[] = said.impact.map(({ component }) => component);
  if (chosen.length === 0) {
    const options = site.components
      .filter(({ since, until }) => since <= writing.now && writing.now < until)
      .map(({ id, name }) => ({ value: id, label: inLanguage(name, language) }));
    const message = `${WHICH[act] ?? answerFor('impact').question} ${HOW_TO_MARK}`;
    const picked = await askMarks('impact', { message, options, needed: true }, asking);
    if (picked === undefined) return undefined;
    chosen = picked;
  } else if (
    said.impact.every(({ status }) => status !== undefined) ||
    typed.impact?.some((one) => /[=:]/.test(one))
  )
    return {};
  if (act === 'maintenance') return { impact: chosen };
  await keep({ ...typed, impact: chosen });
  const statuses = wordsOf(language).statuses;
  const offered: Status[] = ['major_outage', 'partial_outage', 'degraded_performance', 'not_known'];
  const status = await asker.choose(
    'How is it?',
    offered.map((value) => ({ value, label: statuses[value] })),
  );
  return status === undefined ? undefined : { impact: chosen.map((id) => `${id}=${status}`) };
};

const HOW_TO_MARK = 'Space marks, Enter goes on.';

const sinceWhen: Question = async (typed, _, asking) => {
  if (typed.began !== undefined) return {};
  const question = {
    message: `${answerFor('began').question} In UTC; leave it empty while nobody knows.`,
    placeholder: '02:10, or -20m',
    refuses: (text: string) => (text === '' ? undefined : wrongIn('began', text, asking)),
  };
  const answer = await askText('began', question, asking);
  return answer === undefined ? undefined : answer === '' ? {} : { began: answer };
};

const whatWorks: Question = async (typed, said, asking) => {
  const { writing, hurtElsewhere } = asking;
  if (typed.works !== undefined && typed.works.length > 0) return {};
  const impact = hurtIn(said, 'new');
  const hurt = new Set([...impact.map(({ component }) => component), ...hurtElsewhere.keys()]);
  const proposed = proposedWorks(impact, said.kind ?? kindOf(impact), writing).filter((id) => !hurt.has(id));
  const others = writing.site.components.filter(
    ({ id, since, until }) => !hurt.has(id) && since <= writing.now && writing.now < until,
  );
  return confirmWorks(proposed, others, asking);
};

/** Nobody's word is taken for granted: the first answer is that nobody has looked. */
async function confirmWorks(
  proposed: readonly string[],
  others: Writing['site']['components'],
  asking: Asking,
): Promise<Typed | undefined> {
  const {
    asker,
    writing: { language },
    unfinished,
    type,
  } = asking;
  if (others.length === 0) return { works: ['none'] };
  const named = (id: string) => {
    const component = others.find((one) => one.id === id);
    return component ? inLanguage(component.short, language) : id;
  };
  const options: Option[] = [
    { value: 'none', label: 'Nobody has looked yet' },
    ...(proposed.length > 0
      ? [{ value: 'all', label: `Somebody has just checked: ${proposed.map(named).join(', ')}` }]
      : []),
    { value: 'some', label: 'Somebody has checked some: let me choose' },
  ];
  const isBegun = unfinished('works') !== undefined;
  const answer = await asker.choose(
    'What was confirmed to work all the same?',
    options,
    isBegun ? 'some' : undefined,
  );
  if (answer === undefined) return undefined;
  if (answer !== 'some') type('works', undefined);
  if (answer === 'none') return { works: ['none'] };
  if (answer === 'all') return { works: [...proposed] };
  const picked = await askMarks(
    'works',
    {
      message: `Which did somebody check just now? ${HOW_TO_MARK}`,
      options: others.map(({ id, name }) => ({ value: id, label: inLanguage(name, language) })),
      needed: false,
    },
    asking,
  );
  return picked === undefined ? undefined : { works: picked.length > 0 ? picked : ['none'] };
}

const stillWorks: Question = async (typed, said, asking) => {
  const { writing, incident, act, hurtElsewhere } = asking;
  if (!incident || (typed.works?.length ?? 0) > 0 || said.without.has('works')) return {};
  const isNeeded = missingFor(act, said, typed, incident).some(({ name }) => name === 'works');
  if (!isNeeded) return {};
  const hurt = new Set([...incident.impact.map(({ component }) => component), ...hurtElsewhere.keys()]);
  return confirmWorks(
    incident.works.filter((id) => !hurt.has(id)),
    writing.site.components.filter(({ id }) => !hurt.has(id)),
    asking,
  );
};

const whichState: Question = async (typed, _, { asker, incident }) => {
  if (typed.state !== undefined) return {};
  const states = incident?.kind === 'maintenance' ? MAINTENANCE_STATES : INCIDENT_STATES;
  const words = wordsOf('en').states;
  const answer = await asker.choose(
    'What is it?',
    states
      .filter((state) => state !== 'withdrawn' && state !== 'scheduled')
      .map((value) => ({
        value,
        label: words[value],
        // What a flag calls it, where that is another word.
        ...(words[value].toLowerCase() !== value && { hint: value }),
      })),
    incident && isOpen(incident) ? 'update' : undefined,
  );
  return answer === undefined ? undefined : { state: answer };
};

const whatToSay: Question = async (typed, said, asking) => {
  const { incident, writing, act } = asking;
  if (typed.text !== undefined || !incident || act === 'new' || act === 'drill' || act === 'maintenance')
    return {};
  const state = stateFor(act, said, incident);
  const at = said.at ?? exactly(writing.now);
  const question = {
    message: answerFor('text').question,
    initial: ['correction', 'postmortem'].includes(state)
      ? ''
      : proposedFollowUp(act, said, incident, { state, at }, writing),
    refuses: (text: string) => (text === '' ? 'Say what you know; one sentence is enough.' : undefined),
  };
  const answer = await askText('text', question, asking);
  if (answer === undefined) return undefined;
  // Who thinks for a while would else name one time in the words and another beside them.
  const next = nextFor(act, said, incident, { state, at }, writing);
  const isNamed = next !== undefined && answer.includes(clockOf(next, at, writing.language));
  return { text: answer, ...(isNamed && typed['next-update'] === undefined && { 'next-update': iso(next) }) };
};

/** A time is asked for with the zone it is read in. */
function inUtc(name: AnswerName, question: string): string {
  return answerFor(name).value === 'TIME' ? `${question} In UTC.` : question;
}

/** A question whose answer is a time or words, and that cannot be left open. */
function needed(
  name: AnswerName,
  initial?: (asking: Asking) => string | undefined,
  /** What else is wrong with an answer that can be read, held to what was said before. */
  contradicts?: (answer: Said, before: Said) => string | undefined,
): Question {
  return async (typed, said, asking) => {
    const isAsked = missingFor(asking.act, said, typed, asking.incident).some((one) => one.name === name);
    if (!isAsked || typed[name] !== undefined) return {};
    const question = {
      message: inUtc(name, neededFor(name)),
      initial: initial?.(asking),
      refuses: (text: string) =>
        text === ''
          ? 'Say it, or press Escape to go on later.'
          : (wrongIn(name, text, asking) ?? contradicts?.(saidIn({ [name]: text }, asking), said)),
    };
    const answer = await askText(name, question, asking);
    return answer === undefined ? undefined : { [name]: answer };
  };
}

const adviceAfter: Question = async (typed, said, { asker, incident }) => {
  if (!incident?.advice || typed.advice !== undefined || said.without.has('advice')) return {};
  const answer = await asker.choose(`People were told: "${incident.advice}" Do they still need that?`, [
    { value: 'drop', label: 'No: take it out of the file' },
    { value: 'keep', label: 'No, and leave it in the record of that time' },
  ]);
  if (answer === undefined) return undefined;
  return answer === 'drop' ? { without: [...(typed.without ?? []), 'advice'] } : {};
};

const windowPart = (name: 'from' | 'until') =>
  needed(
    name,
    ({ incident }) => (incident?.kind === 'maintenance' ? iso(incident.scheduled[name]) : undefined),
    ({ until }, { from }) =>
      name === 'until' && until !== undefined && from !== undefined && until <= from
        ? `That is ${iso(until)}, and the work begins at ${iso(from)} (+2h counts from now). Write when it ends.`
        : undefined,
  );

const QUESTIONS: Record<Act, readonly Question[]> = {
  new: [whatIsHurt, sinceWhen, whatWorks],
  drill: [whatIsHurt],
  maintenance: [whatIsHurt, windowPart('from'), windowPart('until')],
  move: [windowPart('from'), windowPart('until'), whatToSay],
  update: [whichState, stillWorks, whatToSay],
  resolve: [
    needed('began', ({ incident }) =>
      incident?.kind === 'incident' && incident.began ? printTimeRange(incident.began) : undefined,
    ),
    needed('ended', () => 'now'),
    needed('last-known'),
    adviceAfter,
    whatToSay,
  ],
  withdraw: [needed('because')],
};

/** What may be said otherwise once everything is shown. */
export const CHANGEABLE: Record<Act, readonly AnswerName[]> = {
  new: ['title', 'text', 'advice', 'next-update', 'works', 'impact', 'began', 'scope', 'at', 'id'],
  drill: ['title', 'text', 'advice', 'impact', 'at', 'id'],
  maintenance: ['title', 'text', 'advice', 'from', 'until', 'impact', 'scope', 'id'],
  move: ['from', 'until', 'text'],
  update: ['text', 'state', 'next-update', 'works', 'impact', 'ended', 'advice', 'scope', 'cause', 'at'],
  resolve: ['text', 'ended', 'began', 'advice', 'cause', 'data', 'at'],
  withdraw: ['because', 'text', 'at'],
};

/**
 * Lets somebody say one thing otherwise.
 * @param shown what is said of each by now.
 * @param begun what they had begun to say otherwise when they left.
 * @returns what is typed then; nothing where they leave.
 */
export async function askChange(
  typed: Typed,
  shown: Partial<Record<AnswerName, string>>,
  asking: Asking,
  begun?: AnswerName,
): Promise<Typed | undefined> {
  const { asker, act } = asking;
  const name = begun ?? (await whatToChange(act, shown, asker));
  if (name === undefined) return undefined;
  if (name === NOTHING) return typed;
  const question = {
    message: inUtc(name, answerFor(name).question),
    initial: shown[name],
    refuses: (text: string) => (text === '' ? undefined : wrongIn(name, text, asking)),
  };
  const answer = await askText(name, question, asking);
  if (answer === undefined) return undefined;
  const isLeftOut = answer === '' && ['advice', 'works', 'next-update'].includes(name);
  const without = (typed.without ?? []).filter((one) => one !== name);
  const isList = name === 'impact' || name === 'works';
  return asking.keep({
    ...typed,
    [name]: answer === '' ? undefined : isList ? [answer] : answer,
    without: isLeftOut ? [...without, name] : without,
  });
}

const NOTHING = 'nothing';

async function whatToChange(
  act: Act,
  shown: Partial<Record<AnswerName, string>>,
  asker: Asker,
): Promise<AnswerName | typeof NOTHING | undefined> {
  const answer = await asker.choose('What shall be otherwise?', [
    ...CHANGEABLE[act].map((one) => ({
      value: one,
      label: answerFor(one).label,
      ...(shown[one] && { hint: short(shown[one]) }),
    })),
    { value: NOTHING, label: 'Nothing: back to the question' },
  ]);
  return answer as AnswerName | typeof NOTHING | undefined;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 50 ? `${line.slice(0, 49)}…` : line;
}

function saidIn(typed: Typed, { writing, act, incident }: Asking): Said {
  return readTyped(typed, {
    site: writing.site,
    now: writing.now,
    kind: incident?.kind ?? (act === 'maintenance' ? 'maintenance' : 'incident'),
  }).said;
}

/** What is wrong with one answer, in a sentence. */
function wrongIn(name: AnswerName, answer: string, { writing, act, incident }: Asking): string | undefined {
  const isList = name === 'impact' || name === 'works';
  const { problems } = readTyped(
    { [name]: isList ? [answer] : answer },
    {
      site: writing.site,
      now: writing.now,
      kind: incident?.kind ?? (act === 'maintenance' ? 'maintenance' : 'incident'),
    },
  );
  const [problem] = problems;
  return problem && `Expected ${problem.expected}. ${problem.remedy}`;
}
