import { type Adviser, countedEnd, type Incident } from '../domain/incident.ts';
import type { Language } from '../domain/site.ts';
import type { ComponentStatus, Situation, Snapshot } from '../domain/snapshot.ts';
import { type Hurt, isHurt } from '../domain/status.ts';
import type { TimeRange } from '../domain/time.ts';
import { type Worded, wordingOf } from '../domain/wording.ts';
import { WORDS } from '../i18n/index.ts';

/** How the answer is drawn. `calm` is somebody's word: it stands only where that word is known to hold. */
export type Tone = 'calm' | 'neutral' | 'trouble' | 'degraded' | 'maintenance' | 'unknown';

/** The one answer, in words. */
export interface Answer {
  tone: Tone;
  headline: string;
  /** What the headline says while somebody's word for it holds; set where nothing is wrong as far as anybody told. */
  vouched: string | undefined;
  affected: ComponentStatus[];
  /** Names of components that somebody confirmed to work. `undefined` where the question does not arise. */
  works: string[] | undefined;
  since: TimeRange | undefined;
  /** Set where the beginning is not known: it was before this. */
  sinceBefore: TimeRange | undefined;
  until: number | undefined;
  /** When it was over, while the fix is being watched. */
  over: TimeRange | undefined;
  advice: Advice[];
  due: { at: number; overdue: boolean } | undefined;
}

/** What to do, in the language it is written in, and whose advice it is. */
export interface Advice extends Worded {
  by: Adviser;
}

/** Makes the one sentence and what belongs to it. Everything else that needs the answer prints this. */
export function answerOf(snapshot: Snapshot, language: Language): Answer {
  const { site, situation } = snapshot;
  const isClear = situation.kind === 'clear';
  const base: Answer = {
    tone: toneOf(situation),
    headline: headlineOf(snapshot, language),
    vouched: isClear ? WORDS[language].answer.working(site.service[language]) : undefined,
    affected: 'affected' in situation ? situation.affected : [],
    works: undefined,
    since: undefined,
    sinceBefore: undefined,
    until: undefined,
    over: undefined,
    advice: [siteAdvice(site, language)],
    due: undefined,
  };
  switch (situation.kind) {
    case 'incident': {
      const { since, incidents } = situation;
      return {
        ...base,
        ...told(incidents, language, snapshot),
        since: since.before ? undefined : since.at,
        sinceBefore: since.before ? since.at : undefined,
        due: firstDue(snapshot, incidents),
      };
    }
    case 'reported':
    case 'watched': {
      const { incidents } = situation;
      return {
        ...base,
        ...told(incidents, language, snapshot),
        over: situation.kind === 'watched' ? lastEnd(incidents) : undefined,
        due: firstDue(snapshot, incidents),
      };
    }
    case 'maintenance':
    case 'overrun': {
      const { incident } = situation;
      const due = firstDue(snapshot, [incident]);
      return {
        ...base,
        ...told([incident], language, snapshot),
        until: incident.scheduled.until,
        due: due?.overdue ? due : undefined,
      };
    }
    case 'demonstration':
    case 'unknown':
    case 'clear':
      return base;
  }
}

/** The next word that is owed about any of some incidents. */
function firstDue({ open, maintenance }: Snapshot, incidents: Incident[]): Answer['due'] {
  return [...open, ...maintenance]
    .filter(({ incident }) => incidents.includes(incident))
    .flatMap(({ due, overdue }) => (due === undefined ? [] : [{ at: due, overdue }]))
    .toSorted((one, other) => one.at - other.at)[0];
}

function lastEnd(incidents: Incident[]): TimeRange | undefined {
  const ends = incidents.flatMap((incident) => countedEnd(incident) ?? lastRecovery(incident) ?? []);
  return ends.toSorted((one, other) => other.latest - one.latest)[0];
}

/** When the last component worked again, by its list of changes. */
function lastRecovery({ impact }: Incident): TimeRange | undefined {
  const recoveries = impact.flatMap((one) => {
    const last = 'changes' in one ? one.changes.at(-1) : undefined;
    return last?.status === 'operational' ? [last.from] : [];
  });
  return recoveries.toSorted((one, other) => other.latest - one.latest)[0];
}

/** What was told with some incidents. Nothing that is in trouble now, by whatever, is said to work. */
function told(incidents: Incident[], language: Language, { site, statuses }: Snapshot) {
  const hurt = new Set(incidents.flatMap((incident) => incident.impact.map((impact) => impact.component)));
  const works = new Set(incidents.flatMap((incident) => incident.works).filter((id) => !hurt.has(id)));
  const advice = new Map(
    incidents.flatMap((incident): [string, Advice][] => {
      const own = wordingOf(incident, language).advice;
      return own ? [[own.text, { ...own, by: incident.adviceBy }]] : [];
    }),
  );
  return {
    works: statuses
      .filter(({ component, status }) => works.has(component.id) && !isHurt(status))
      .map(({ component }) => component.name[language]),
    advice: advice.size > 0 ? [...advice.values()] : [siteAdvice(site, language)],
  };
}

function siteAdvice(site: Snapshot['site'], language: Language): Advice {
  return { text: site.advice[language], language, by: 'operator' };
}

const TONES: Record<Hurt, Tone> = {
  major_outage: 'trouble',
  partial_outage: 'trouble',
  degraded_performance: 'degraded',
  not_known: 'unknown',
  under_maintenance: 'maintenance',
};

function toneOf(situation: Situation): Tone {
  switch (situation.kind) {
    case 'incident':
      return TONES[situation.status];
    case 'overrun':
      return 'trouble';
    case 'maintenance':
      return 'maintenance';
    case 'watched':
    case 'reported':
      return 'degraded';
    case 'clear':
      return situation.attestation.by === 'nobody' ? 'neutral' : 'calm';
    case 'unknown':
      return 'unknown';
    case 'demonstration':
      return 'neutral';
  }
}

function headlineOf({ site, situation }: Snapshot, language: Language): string {
  const words = WORDS[language].answer;
  const service = site.service[language];
  switch (situation.kind) {
    case 'incident': {
      if (situation.status === 'under_maintenance') return words.maintenance(service);
      const sentence = words[situation.status][situation.extent](service);
      const count = situation.incidents.length;
      return count > 1 ? `${sentence} ${words.several(count)}` : sentence;
    }
    case 'clear':
      return situation.attestation.by === 'nobody' ? words.clear(service) : words.working(service);
    case 'demonstration':
      return words.demonstration;
    case 'unknown':
    case 'watched':
    case 'reported':
    case 'maintenance':
    case 'overrun':
      return words[situation.kind](service);
  }
}
