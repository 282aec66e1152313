import { noticeKindOf, type NoticeKind, type NoticeTemplate } from '../domain/notice.ts';
import { spokenBy } from '../domain/region.ts';
import { promiseAt } from '../domain/promise.ts';
import { findComponent, inLanguage, type Language, type Site, spokenOf } from '../domain/site.ts';
import { severity, type Status } from '../domain/status.ts';
import { dayOf, type Instant, MINUTE, type TimeRange } from '../domain/time.ts';
import { formatOf } from '../i18n/index.ts';
import type { TemplateWords } from '../i18n/templates.ts';
import { sentencesOf } from '../publications/sentence.ts';

/** What proposals are made from. */
export interface Proposing {
  site: Site;
  templates: readonly NoticeTemplate[];
  /** The words of the language; `undefined` where there are none in it. */
  words: TemplateWords | undefined;
  language: Language;
}

/** What a component suffers when a notice is written, and the regions where that is not all of them. */
export interface Hurt {
  component: string;
  regions?: readonly string[] | undefined;
  status: Status;
}

/** What is known of a first notice when its words are proposed. */
export interface Known {
  impact: readonly Hurt[];
  kind: NoticeKind;
  works: readonly string[];
  nextUpdate: Instant | undefined;
  at: TimeRange;
  window: { from: Instant; until: Instant } | undefined;
}

/** The kind of a notice, by the worst that it tells. */
export function kindOf(impact: readonly Hurt[]): NoticeKind {
  const [worst] = worstFirst(impact);
  return worst ? noticeKindOf(worst.status, worst.component) : 'unknown';
}

/** What is lost, as a title: the sentence of the worst, without its stop. */
export function proposedTitle({ impact, kind }: Pick<Known, 'impact' | 'kind'>, around: Proposing): string {
  const { words, language, site } = around;
  const own = ownTitle(impact, kind, around);
  if (own) return inLanguage(own, language);
  const ids = [...new Set(impact.map(({ component }) => component))];
  const names = formatOf(language).list(ids.map((id) => nameOf(id, site, language)));
  if (kind === 'maintenance') return words?.planned(names) ?? names;
  // That it is a drill, everything that prints it says.
  return lostIn(impact, around).replace(/\.$/, '');
}

/** What a template calls it, where that is said of all that it hurts: a title for one thing alone would keep silent about the other. */
function ownTitle(impact: readonly Hurt[], kind: NoticeKind, around: Proposing): NoticeTemplate['title'] {
  const titles = impact.map(
    ({ component }) => fittingTo(component, kind, around).find(({ title }) => title !== undefined)?.title,
  );
  return titles.every((title) => title === titles[0]) ? titles[0] : undefined;
}

/** What is lost, what is done, what still works and when more is said, in sentences. */
export function proposedText(known: Known, around: Proposing): string {
  const { impact, kind, works, nextUpdate, at, window } = known;
  const { words, language, site } = around;
  const when = window ? formatOf(language).window({ earliest: window.from, latest: window.until }) : '';
  const own = templateFor('text', impact, kind, around);
  const lost = kind === 'maintenance' || kind === 'unknown' ? '' : lostIn(impact, around);
  const doing = own ? inLanguage(own, language) : (words?.text(kind, when) ?? '');
  // Of a drill the news is that nothing is wrong.
  const told = kind === 'drill' ? [doing, lost] : [lost, doing];
  const names = works.map((id) => nameOf(id, site, language));
  return [
    ...told,
    names.length > 0 && words?.works(formatOf(language).list(names)),
    nextUpdate !== undefined && kind !== 'maintenance' && words?.next(clockOf(nextUpdate, at, language)),
  ]
    .filter(Boolean)
    .join(' ');
}

export function proposedAdvice(
  impact: readonly Hurt[],
  kind: NoticeKind,
  around: Proposing,
): string | undefined {
  const own = templateFor('advice', impact, kind, around);
  return own ? inLanguage(own, around.language) : around.words?.advice(kind) || undefined;
}

/** Components that probably work: for somebody to confirm, and never said by themselves. */
export function proposedWorks(impact: readonly Hurt[], kind: NoticeKind, around: Proposing): string[] {
  const hurt = new Set(impact.map(({ component }) => component));
  const ids = impact.flatMap(({ component }) => {
    const fitting = fittingTo(component, kind, around).find(({ works }) => works.length > 0);
    return fitting ? fitting.works : [];
  });
  return [...new Set(ids)].filter((id) => !hurt.has(id));
}

/** When the next word is due: what a template says, else the latest that the pledge allows, in whole five minutes. */
export function proposedNext(
  impact: readonly Hurt[],
  kind: NoticeKind,
  at: TimeRange,
  around: Proposing,
): Instant | undefined {
  const own = templateFor('nextUpdate', impact, kind, around);
  const minutes = own ?? promiseAt(around.site.pledge, at.earliest)?.updateEvery;
  if (minutes === undefined) return undefined;
  const due = at.earliest + minutes * MINUTE;
  const rounded = Math.floor(due / STEP) * STEP;
  return rounded > at.latest ? rounded : due;
}

const STEP = 5 * MINUTE;

/** A time as it stands in a sentence, with its day where that is another. */
export function clockOf(instant: Instant, from: TimeRange, language: Language): string {
  const format = formatOf(language);
  const clock = `${format.time(instant)} UTC`;
  return dayOf(instant) === dayOf(from.latest) ? clock : `${clock} (${format.date(instant)})`;
}

/** What is lost, worst first, those of one status in one sentence. */
export function lostIn(
  impact: readonly Hurt[],
  { site, language }: Pick<Proposing, 'site' | 'language'>,
): string {
  const groups = Map.groupBy(worstFirst(impact), ({ status }) => status);
  return [...groups]
    .map(([status, some]) =>
      sentencesOf(
        some.map((one) =>
          spokenBy(site, { component: one.component, ...(one.regions && { regions: one.regions }) }),
        ),
        status,
        language,
      ),
    )
    .join(' ');
}

/** That some components work again, in sentences. */
export function againIn(components: readonly string[], site: Site, language: Language): string {
  if (components.length === 0) return '';
  return sentencesOf(
    components.map((id) => spokenOf(site, id)),
    'again',
    language,
  );
}

function nameOf(id: string, site: Site, language: Language): string {
  const component = findComponent(site, id);
  return component ? inLanguage(component.short, language) : id;
}

function worstFirst(impact: readonly Hurt[]): Hurt[] {
  return impact.toSorted((one, other) => severity(one.status) - severity(other.status));
}

function templateFor<Key extends 'text' | 'advice' | 'nextUpdate'>(
  key: Key,
  impact: readonly Hurt[],
  kind: NoticeKind,
  around: Proposing,
): NoticeTemplate[Key] {
  for (const { component } of worstFirst(impact)) {
    const found = fittingTo(component, kind, around).find((one) => one[key] !== undefined);
    if (found) return found[key];
  }
  return undefined;
}

/** The templates that fit, the most exact first. */
function fittingTo(component: string, kind: NoticeKind, { templates }: Proposing): NoticeTemplate[] {
  const weight = (one: NoticeTemplate) =>
    (one.component === undefined ? 0 : 2) + (one.kind === undefined ? 0 : 1);
  return templates
    .filter((one) => (one.component ?? component) === component && (one.kind ?? kind) === kind)
    .toSorted((one, other) => weight(other) - weight(one));
}
