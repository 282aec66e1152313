import { type Plain, set } from '../../config/edit.ts';
import type { Answers } from './answers.ts';
import { HOSTS, type HostName } from './hosts.ts';
import { firstWordsIn } from './words.ts';

/** What stands in the file of a new page, around the answers. */
const TEMPLATE = `# yaml-language-server: $schema=node_modules/nightlight/docs/config.schema.json
#
# Everything that you decide. node_modules/nightlight/docs/config.md explains each key, and there are more of them;
# "npm run check" tells each mistake here with its place, and nothing goes live until it is mended.

site:
  # The first has addresses without a prefix. With several, each text stands in each: { en: ..., es: ... }.
  languages: [en]
  # At the head of each page.
  name: {}
  # What people call the service, as it stands in a sentence.
  service: {}
  # The host alone; a path below it is told to a build by BASE_PATH.
  url: https://status.example.org
  # What the ids in feeds are made from. They outlive a move: never change them.
  tag: { authority: status.example.org, year: 2026 }
  # Who runs this page, and how a person reaches them.
  operator: { name: '', contact: '' }
  # Where a reader tells you of a problem that this page does not show.
  report: ''
  # A law may ask for an imprint on every page: write one as pages/imprint.md, and it is linked at the foot of each; or
  # lead to the one that you have.
  # links: { footer: [{ text: Imprint, address: https://example.org/imprint }] }
  # What can be left out. "bedside" is a page that somebody leaves open at night, and that sounds when something fails:
  # true where people depend on the service then. Once it is live its address stays.
  parts: { bedside: false }
  # What to do when nothing is reported and it does not work all the same.
  advice: {}
  # What you promise, in minutes: within how long you say that something fails, and how often you speak until it is
  # resolved. /pledge/ holds you to it.
  pledge: { first_notice: 60, update_every: 240 }
  # The headings under which components stand.
  groups: []
  # What people use. An id never changes, for addresses and incident files name it. Say in "description" what a person
  # can do while it works. "headline: true" counts for the one answer at the top.
  components: []

watch:
  # For how many minutes the word of whoever checks the service holds.
  vouch_for: 70

publish:
  # How often the page is built again when nothing changes, and how long the host may let an old answer stand, in
  # minutes. Say what is so: a page that is older than three rebuilds and one cache age says "unknown".
  rebuild_every: 60
  cache_age: 10
`;

export interface Beginning extends Answers {
  /** How readers reach the operator: an address that begins with mailto: or https:. */
  contact: string;
  /** Where it is published. */
  host: HostName;
  /** The day on which it begins, as the record counts days: 2026-03-01. */
  day: string;
}

/** The config of a new page: the answers, and words that its operator will say better. */
export function printFirstConfig({
  name,
  service,
  url,
  components,
  languages,
  contact,
  host,
  day,
}: Beginning): string {
  const { hostname } = new URL(url);
  const [only] = languages.length === 1 ? languages : [];
  const inEachLanguage = (say: (language: string) => string): Plain =>
    only === undefined
      ? Object.fromEntries(languages.map((language) => [language, say(language)]))
      : say(only);
  const everywhere = (text: string) => inEachLanguage(() => text);
  const { rebuildEvery, cacheAge } = HOSTS[host];
  const values: [path: string[], value: Plain][] = [
    [['watch', 'vouch_for'], rebuildEvery + cacheAge],
    [['publish', 'rebuild_every'], rebuildEvery],
    [['publish', 'cache_age'], cacheAge],
    [['site', 'languages'], [...languages]],
    [['site', 'name'], everywhere(name)],
    [['site', 'service'], everywhere(service)],
    [['site', 'url'], url],
    [['site', 'tag'], { authority: hostname, year: Number(day.slice(0, 4)) }],
    [['site', 'operator'], { name, contact }],
    [['site', 'report'], contact],
    [['site', 'advice'], inEachLanguage((language) => firstWordsIn(language).advice)],
    [
      ['site', 'groups'],
      [{ id: 'services', name: inEachLanguage((language) => firstWordsIn(language).group) }],
    ],
    [
      ['site', 'components'],
      idsOf(components).map(([id, called]) => ({
        id,
        name: everywhere(called),
        description: inEachLanguage((language) => firstWordsIn(language).works),
        group: 'services',
        headline: true,
        since: day,
      })),
    ],
  ];
  return values.reduce((text, [path, value]) => set(text, path, value), TEMPLATE);
}

/** An id for each component, made from its name: letters and digits, and no id twice. */
function idsOf(components: readonly string[]): [id: string, name: string][] {
  const taken = new Set<string>();
  return components.map((name, index) => {
    const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    const made = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || `component-${index + 1}`;
    const id = taken.has(made) ? `${made}-${index + 1}` : made;
    taken.add(id);
    return [id, name];
  });
}

/** An address by which readers probably reach whoever runs a page at this host; it is theirs to mend. */
export function guessedContact(url: string): string {
  return `mailto:status@${new URL(url).hostname.replace(/^(?:status|www)\./, '')}`;
}
