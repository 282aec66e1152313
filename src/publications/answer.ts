import { type Adviser, countedEnd, type Incident } from '../domain/incident.ts';
import type { Language } from '../domain/site.ts';
import type { ComponentStatus, Situation, Snapshot } from '../domain/snapshot.ts';
import type { Moment } from '../domain/time.ts';
import { type Worded, wordingOf } from '../domain/wording.ts';
import { WORDS } from '../i18n/index.ts';

/** How the answer is drawn. `calm` may turn green once it is proved fresh; nothing else may. */
export type Tone = 'calm' | 'neutral' | 'trouble' | 'degraded' | 'maintenance' | 'unknown';

/** The one answer, in words. */
export interface Answer {
  tone: Tone;
  headline: string;
  affected: ComponentStatus[];
  /** Names of components that somebody confirmed to work. `undefined` where the question does not arise. */
  works: string[] | undefined;
  since: Moment | undefined;
  /** Set where the beginning is not known: it was before this. */
  sinceBefore: Moment | undefined;
  until: number | undefined;
  /** When it was over, while the fix is being watched. */
  over: Moment | undefined;
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
  const open = snapshot.open.filter((one) => !one.watched);
  const about = open.length > 0 ? open : snapshot.open;
  const dues = about.flatMap(({ due, overdue }) => (due === undefined ? [] : [{ at: due, overdue }]));
  const base: Answer = {
    tone: toneOf(situation),
    headline: headlineOf(snapshot, language),
    affected: 'affected' in situation ? situation.affected : [],
    works: undefined,
    since: undefined,
    sinceBefore: undefined,
    until: undefined,
    over: undefined,
    advice: [],
    due: dues.toSorted((one, other) => one.at - other.at)[0],
  };
  if (situation.kind === 'maintenance' || situation.kind === 'overrun') {
    const { incident } = situation;
    const entry = snapshot.maintenance.find((one) => one.incident === incident);
    const due = entry?.due === undefined ? undefined : { at: entry.due, overdue: entry.overdue };
    return {
      ...base,
      ...told([incident], language, site),
      until: incident.scheduled.until,
      due: entry?.overdue ? due : undefined,
    };
  }
  if (about.length === 0 || situation.kind === 'demonstration')
    return { ...base, advice: [siteAdvice(site, language)] };
  const incidents = about.map((one) => one.incident);
  const first = incidents.toSorted((one, other) => beginning(one) - beginning(other))[0];
  return {
    ...base,
    ...told(incidents, language, site),
    since: first?.began,
    sinceBefore: first && !first.began ? first.updates[0]?.at : undefined,
    over: situation.kind === 'watched' ? lastEnd(incidents) : undefined,
  };
}

function beginning(incident: { began: Moment | undefined; updates: { at: Moment }[] }): number {
  return incident.began?.earliest ?? incident.updates[0]?.at.earliest ?? 0;
}

function lastEnd(incidents: Incident[]): Moment | undefined {
  const ends = incidents.flatMap((incident) => countedEnd(incident) ?? []);
  return ends.toSorted((one, other) => other.latest - one.latest)[0];
}

function told(incidents: Incident[], language: Language, site: Snapshot['site']) {
  const hurt = new Set(incidents.flatMap((incident) => incident.impact.map((impact) => impact.component)));
  const works = new Set(incidents.flatMap((incident) => incident.works).filter((id) => !hurt.has(id)));
  const advice = new Map(
    incidents.flatMap((incident): [string, Advice][] => {
      const own = wordingOf(incident, language).advice;
      return own ? [[own.text, { ...own, by: incident.adviceBy }]] : [];
    }),
  );
  return {
    works: site.components.filter(({ id }) => works.has(id)).map(({ name }) => name[language]),
    advice: advice.size > 0 ? [...advice.values()] : [siteAdvice(site, language)],
  };
}

function siteAdvice(site: Snapshot['site'], language: Language): Advice {
  return { text: site.advice[language], language, by: 'operator' };
}

function toneOf(situation: Situation): Tone {
  switch (situation.kind) {
    case 'incident':
      if (situation.status === 'not_known') return 'unknown';
      return situation.status === 'degraded_performance' ? 'degraded' : 'trouble';
    case 'overrun':
      return 'trouble';
    case 'maintenance':
      return 'maintenance';
    case 'watched':
      return 'degraded';
    case 'clear':
      return situation.vouch.by === 'nobody' ? 'neutral' : 'calm';
    case 'unknown':
      return 'unknown';
    case 'demonstration':
      return 'neutral';
  }
}

function headlineOf({ site, situation, open }: Snapshot, language: Language): string {
  const words = WORDS[language].answer;
  const service = site.service[language];
  switch (situation.kind) {
    case 'incident': {
      if (situation.status === 'under_maintenance' || situation.status === 'operational')
        return words.major_outage.some(service);
      const sentence = words[situation.status][situation.extent](service);
      const count = open.filter((one) => !one.watched).length;
      return count > 1 ? `${sentence} ${words.several(count)}` : sentence;
    }
    case 'clear':
      return situation.vouch.by === 'nobody' ? words.clear(service) : words.working(service);
    case 'demonstration':
      return words.demonstration;
    case 'unknown':
    case 'watched':
    case 'maintenance':
    case 'overrun':
      return words[situation.kind](service);
  }
}
