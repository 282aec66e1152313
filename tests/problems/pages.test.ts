import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { CONFIG_FILE } from '../../src/config/file.ts';
import { readConfig } from '../../src/config/index.ts';
import { type Changes, editIncident } from '../../src/incidents/edit.ts';
import { type IncidentFile, readIncidents } from '../../src/incidents/index.ts';
import { readFolder } from '../../src/incidents/folder.ts';
import { readAnnouncements } from '../../src/own-pages/announcements.ts';
import { readOwnPages } from '../../src/own-pages/index.ts';
import { readAllCopies } from '../../src/archive/record.ts';
import { keep } from '../../src/archive/wayback.ts';
import { bring, differs } from '../../src/import/index.ts';
import { readSystem } from '../../src/import/read.ts';
import { tableOf } from '../../src/import/table.ts';
import { NO_GIT_HISTORY } from '../../src/domain/git-history.ts';
import { seal } from '../../src/domain/whole.ts';
import { UserError } from '../../src/problems/errors.ts';
import { fileOf, inFolder, type Problem, PROBLEMS, type ProblemName } from '../../src/problems/index.ts';
import { type LineOf, REPORTERS } from '../../src/problems/reporters.ts';
import { sortLost } from '../../src/release/addresses.ts';
import { FORGOTTEN, readForgotten } from '../../src/release/forgotten.ts';
import { shippedWords } from '../../src/i18n/index.ts';
import { mustHave, verifySite } from '../../src/release/verify.ts';
import type { Around, Channel } from '../../src/delivery/channel.ts';
import { commandChannels } from '../../src/delivery/channels/command.ts';
import { domainProblems } from '../../src/delivery/mail-domain.ts';
import { discordChannels } from '../../src/delivery/channels/discord.ts';
import { teamsChannels } from '../../src/delivery/channels/teams.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { readCall } from '../../src/cli/find.ts';
import { currentAttestation } from '../../src/site/environment.ts';
import type { Place } from '../../src/site/place.ts';
import { loadRehearsals } from '../../src/site/rehearsals.ts';
import { brokenPictures } from '../../src/site/own-pictures.ts';
import { loadProof } from '../../src/site/proof.ts';
import { formProblems, formsFor, writeForms } from '../../src/cli/forms/committed.ts';
import type { Form } from '../../src/cli/forms/layout.ts';
import { readForm } from '../../src/cli/forms/read.ts';
import { plainNotes } from '../../src/authoring/plain.ts';
import { templateWordsOf } from '../../src/i18n/templates.ts';
import { contradictionsIn } from '../../src/site/contradiction.ts';
import { unsaidIn } from '../../src/site/unsaid.ts';
import { readWords } from '../../src/words/check.ts';
import { sent } from '../cli/forms/sent.ts';
import { call, wordsOf } from '../cli/io.ts';
import { around } from '../delivery/around.ts';
import { context, file, incidentFile, NOTHING_PUBLISHED } from '../incidents/context.ts';
import { LANGUAGES, SPOKEN } from '../languages.ts';

const DOCS = join(import.meta.dirname, '../../docs/problems');
const ORIGINAL = '2026-03-01-alerts.md';
const PUBLISHED = new Map([[ORIGINAL, new Set(['u-20260301T030000Z'])]]);
const WORDS = 'Alerts do not reach followers.';
const MAINTENANCE = `---
kind: maintenance
title: Work on the alert servers
scheduled: { from: 2026-03-02T02:00Z, until: 2026-03-02T03:00Z }
impact:
  follow-alerts: under_maintenance
---
## Scheduled - 2026-03-01T03:00Z
We replace the servers that send alerts.
`;

interface Example {
  name: string;
  text: string;
}

interface Found {
  problems: Problem[];
  lineOf?: LineOf;
}

/** What needs bytes, a folder, a history or a length that a page cannot show. */
const SITUATIONS: Partial<Record<ProblemName, () => Found | Promise<Found>>> = {
  'invalid-utf8': () => {
    const { name, bytes } = file(ORIGINAL, incidentFile().replace('alerts', '?lerts'));
    return read([{ name, bytes: bytes.with(bytes.indexOf('?'.charCodeAt(0)), 0xe9) }]);
  },
  'file-not-read': async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nightlight-problems-'));
    writeFileSync(join(folder, `${ORIGINAL}.txt`), incidentFile());
    const found = await readFolder(folder);
    rmSync(folder, { recursive: true });
    return { problems: inFolder('incidents', found.problems) };
  },
  'text-too-long': () => {
    const [broken] = examplesIn(readFileSync(join(DOCS, 'text-too-long.md'), 'utf8')) as [Example];
    const line = '| &&&&&&&& |\n';
    return read([file(ORIGINAL, broken.text.replace(line, line.repeat(3_000)))]);
  },
  'published-address-vanished': () => {
    const before = ['incidents/2026-03-01-alerts/index.html', 'components/follow-alerts/index.html'];
    const nothing = { files: [], updates: {} };
    return { problems: sortLost({ files: before, updates: {} }, nothing, []).mistakes };
  },
  'built-file-missing': () => builtSite((folder) => rmSync(join(folder, 'history.rss'))),
  'built-page-cut-short': () =>
    builtSite((folder) => writeFileSync(join(folder, 'about/index.html'), '<html>')),
  'link-to-nothing': () => builtSite(linkingTo('/incidents/2026-03-01-alert/')),
  'link-to-no-place': () => builtSite(linkingTo('/history/#u-20260301T0300Z')),
  'forgotten-list-broken': async () => {
    const page = readFileSync(join(DOCS, 'forgotten-list-broken.md'), 'utf8');
    const [broken = '', mended = ''] = [...page.matchAll(/^```json .*\n([\s\S]*?)^```$/gm)].map(
      ([, text]) => text,
    );
    const read = async (text: string) => {
      const folder = mkdtempSync(join(tmpdir(), 'nightlight-problems-'));
      const path = join(folder, FORGOTTEN);
      writeFileSync(path, text);
      return readForgotten(path, `incidents/${FORGOTTEN}`).finally(() => rmSync(folder, { recursive: true }));
    };
    assert.equal((await read(mended)).length, 1);
    return thrown(() => read(broken));
  },
  'copy-not-made': async () => {
    const answer = await keep('https://status.example.org/incidents/2026-03-01-alerts/', {
      service: 'https://web.archive.org',
      credentials: 'key:secret',
      fetch: async () => new Response(null, { status: 401, statusText: 'Unauthorized' }),
      wait: async () => undefined,
    });
    return { problems: answer.ok ? [] : [answer.problem] };
  },
  'archive-record-broken': async () => {
    const page = readFileSync(join(DOCS, 'archive-record-broken.md'), 'utf8');
    const [, broken = ''] = /^```json .*\n([\s\S]*?)^```$/m.exec(page) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'nightlight-problems-'));
    writeFileSync(join(folder, '2026-03-01-alerts.archive.json'), broken);
    const { problems } = await readAllCopies(folder);
    rmSync(folder, { recursive: true });
    return { problems: inFolder('incidents', problems) };
  },
  'service-refuses': () =>
    checked(discord(async () => new Response('{"message": "Unknown Webhook"}', { status: 404 }))),
  'service-unreachable': () =>
    checked(
      discord(async () => {
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) });
      }),
    ),
  'channel-address-dead': () => {
    const env = { TEAMS_WEBHOOK: 'https://example.webhook.office.com/webhookb2/1/IncomingWebhook/2/3' };
    return checked(
      teamsChannels({ teams: [{ name: 'teams', language: 'en', drills: false }] }, around({ env })),
    );
  },
  'program-missing': () => {
    const command = [{ name: 'command', language: 'en' as const, drills: false, run: ['./tell'] }];
    return checked(commandChannels({ command }, around({ folder: DOCS })));
  },
  'picture-broken': () => {
    const site = mkdtempSync(join(tmpdir(), 'nightlight-problems-'));
    mkdirSync(join(site, 'public'));
    writeFileSync(join(site, 'public/icon-180.png'), '');
    const problems = brokenPictures({ site });
    rmSync(site, { recursive: true });
    return { problems };
  },
  'proof-broken': () => besidePages('proof', loadProof),
  'rehearsals-broken': () => besidePages('rehearsals', loadRehearsals),
  'mail-domain-unproved': async () => {
    const resolveTxt = async (name: string) =>
      name === 'example.org' ? [['v=spf1 include:mail.example -all']] : [];
    const domains = { from: 'example.org', bounces: 'example.org', selector: undefined };
    return { problems: await domainProblems(domains, { resolveTxt }, AbortSignal.timeout(1000)) };
  },
  'message-incomplete': () => {
    const page = readFileSync(join(DOCS, 'message-incomplete.md'), 'utf8');
    const [broken, mended] = examplesIn(page).map((example) => {
      const { incidents, problems, lineOf } = read([file(example.name, example.text)]);
      assert.deepEqual(problems, []);
      const unsaid = unsaidIn(incidents, { site: context.site, now: context.now, git: NO_GIT_HISTORY });
      return { problems: inFolder('incidents', unsaid), lineOf };
    });
    assert.deepEqual(mended?.problems, []);
    return broken as Found;
  },
  'works-and-broken': () => {
    const other = file('2026-03-01-alarms.md', incidentFile({ impact: 'device-alarms: major_outage' }));
    const [broken, mended] = examplesIn(readFileSync(join(DOCS, 'works-and-broken.md'), 'utf8')).map(
      ({ name, text }) => {
        const files = [file(name, text), other];
        const { incidents, problems } = readIncidents(files, context);
        assert.deepEqual(problems, []);
        const { lineOf } = readExample({ name, text });
        return { problems: inFolder('incidents', contradictionsIn(incidents, files)), lineOf };
      },
    );
    assert.deepEqual(mended?.problems, []);
    return broken as Found;
  },
  'hard-to-read': () => plain('hard-to-read'),
  'word-to-avoid': () => plain('word-to-avoid'),
  'form-differs': async () => {
    const site = mkdtempSync(join(tmpdir(), 'nightlight-problems-'));
    const record = { site: context.site, writing: { templates: [] }, now: context.now };
    await writeForms(site, await formsFor(record));
    const components = context.site.components.map((one) =>
      one.id === 'sign-in' ? { ...one, name: { ...one.name, en: 'Signing in' } } : one,
    );
    const problems = await formProblems(site, { ...record, site: { ...context.site, components } });
    rmSync(site, { recursive: true });
    return { problems: problems.slice(0, 1) };
  },
  'form-not-taken': async () => {
    const site = mkdtempSync(join(tmpdir(), 'nightlight-problems-'));
    const record = { site: context.site, writing: { templates: [] }, now: context.now };
    await writeForms(site, await formsFor(record));
    const problems = await formProblems(site, record);
    rmSync(site, { recursive: true });
    return { problems };
  },
  'form-not-read': async () => {
    const forms = await formsFor({ site: context.site, writing: { templates: [] }, now: context.now });
    const notice = forms.find(({ name }) => name === 'notice') as Form;
    const body = sent(notice, { state: 'Investigatin' });
    return { problems: readForm(notice, { title: '', body, at: context.now }).problems };
  },
  'import-guessed': () => imported({ 'content/issues/2018-04-13-api.md': ISSUE }),
  'import-left-out': () =>
    imported({ 'config.yml': 'languages: { en: {}, fr: {} }', 'content/issues/2018-04-13-api.fr.md': ISSUE }),
  'import-differs': () => ({
    problems: [differs('incidents/2018-04-13-api.md', 'content/issues/2018-04-13-api.md')],
  }),
  'variable-value': () => thrown(() => currentAttestation({ NIGHTLIGHT_VOUCH: 'watch' }, context.now)),
  'update-unknown': () => edited({ updates: { 'u-20260301T0300Z': { markdown: 'All is well.' } } }),
  'edit-not-exact': () => edited({ summary: '[the forum]: https://example.org/' }, 'See [the forum].'),
  'published-file-vanished': () => read([], { everPublished: PUBLISHED }),
  'published-update-vanished': () =>
    read([file(ORIGINAL, incidentFile({ body: `## Investigating - 2026-03-01T03:02Z\n${WORDS}` }))], {
      everPublished: PUBLISHED,
    }),
  'changed-without-update': () =>
    read([file(ORIGINAL, incidentFile({ front: 'advice: Set a clock.' }))], {
      everPublished: PUBLISHED,
      before: () => read([file(ORIGINAL, incidentFile())]).incidents[0],
    }),
  'scheduled-moved': () =>
    read([file(ORIGINAL, MAINTENANCE.replace('T03:00Z }', 'T05:00Z }'))], {
      everPublished: PUBLISHED,
      toldIn: () => read([file(ORIGINAL, MAINTENANCE)]).incidents[0],
    }),
  'redaction-unchanged': () => read([file(ORIGINAL, REDACTED)], committed(incidentFile())),
  'redaction-vanished': () => read([file(ORIGINAL, incidentFile())], committed(REDACTED)),
};

/** An issue of cState whose words have no state. */
const ISSUE = `---
title: Alerts are late
date: 2018-04-13T15:54:00Z
severity: disrupted
affected: [follow-alerts]
---
Alerts come late.
`;

/** What is said of the files of a cState site. */
function imported(texts: Record<string, string>): Found {
  const files = Object.entries(texts).map(([name, text]) => file(name, text));
  const table = tableOf('cstate');
  const { site, now } = context;
  const load = readSystem('cstate', files, table, {
    zone: undefined,
    languages: site.languages,
    nameOf: (name) => name,
  });
  return { problems: bring(load, { table, site, now, origin: 'a test', addComponents: false }).problems };
}

/** An incident whose first update is said to have lost words. */
const REDACTED = incidentFile({
  front: 'redactions:\n  - update: u-20260301T030000Z\n    on: 2026-03-01\n    because: it named a patient',
});

function committed(text: string) {
  const { incidents } = read([file(ORIGINAL, text)]);
  return { versions: () => [{ blob: '1f00dcafe', incident: incidents[0] }] };
}

/** What the two examples of a page are noted for: the broken one for that name alone, the mended one for nothing. */
async function plain(name: ProblemName): Promise<Found> {
  const page = readFileSync(join(DOCS, `${name}.md`), 'utf8');
  const words = await templateWordsOf('en');
  const [broken, mended] = examplesIn(page).map((example) => {
    const { incidents, problems, lineOf } = read([file(example.name, example.text)]);
    assert.deepEqual(problems, []);
    const notes = incidents.flatMap((incident) => plainNotes(incident, example.text, words));
    return { problems: inFolder('incidents', notes), lineOf };
  });
  assert.deepEqual(mended?.problems, []);
  return broken as Found;
}

/** What the check of a channel says. */
async function checked(channels: Promise<Channel[]>): Promise<Found> {
  const [channel] = await channels;
  return { problems: (await channel?.check(AbortSignal.timeout(1000))) ?? [] };
}

function discord(fetch: Around['fetch']): Promise<Channel[]> {
  const env = { DISCORD_WEBHOOK: 'https://discord.com/api/webhooks/1/x' };
  return discordChannels(
    { discord: [{ name: 'discord', language: 'en', drills: false }] },
    around({ env, fetch }),
  );
}

/** What is said of an edit of a file with one update. */
function edited(changes: Changes, words = WORDS): Found {
  const body = `## Investigating - 2026-03-01T03:00Z\n${words}`;
  const { problems } = editIncident('2026-03-01-alerts', incidentFile({ body }), changes, context);
  return { problems: inFolder('incidents', problems) };
}

/** The problems of an error that whoever called can mend. */
async function thrown(call: () => unknown): Promise<Found> {
  try {
    await call();
  } catch (error) {
    if (error instanceof UserError) return { problems: [...error.problems], lineOf: error.lineOf };
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The two calls of a page: the wrong one, and the one mended. */
function callsIn(page: string): string[] {
  return [...page.matchAll(/^```sh\n(.*)\n```$/gm)].map(([, line = '']) => line);
}

/** The words behind the name of the program. */
function argvOf(line: string): string[] {
  const words = wordsOf(line);
  return words.slice(words.indexOf('nightlight') + 1);
}

/** What is said of a call that is wrong, above where help is. */
async function saidOf(line: string): Promise<string> {
  const { code, err } = await call(argvOf(line));
  assert.equal(code, 2);
  return /^[\s\S]*?\d+ errors?, \d+ warnings?$/m.exec(err)?.[0] ?? err;
}

/** What the check before going live says of a whole site after a change. */
function builtSite(change: (folder: string) => void): Found {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-problems-'));
  for (const file of mustHave(SPOKEN)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), seal('<html></html>'));
  }
  change(folder);
  const problems = verifySite(folder, SPOKEN, '/');
  rmSync(folder, { recursive: true });
  return { problems };
}

function linkingTo(link: string) {
  return (folder: string) =>
    writeFileSync(join(folder, 'about/index.html'), seal(`<html><a href="${link}">x</a></html>`));
}

function read(files: IncidentFile[], published: Partial<typeof NOTHING_PUBLISHED> = {}) {
  const held = { ...NOTHING_PUBLISHED, files: new Set(files.map(({ name }) => name)), ...published };
  const { incidents, problems } = readIncidents(files, { ...context, published: held });
  const texts = new Map(
    files.map(({ name, bytes }) => [`incidents/${name}`, new TextDecoder().decode(bytes).split('\n')]),
  );
  const lineOf = (problem: Problem) => texts.get(fileOf(problem) ?? '')?.[(problem.place?.line ?? 0) - 1];
  return { incidents, problems: inFolder('incidents', problems), lineOf };
}

/** An example of a page: a config, or an incident, a translation beside its original. */
function readExample({ name, text }: Example) {
  if (name === CONFIG_FILE) return readExampleConfig(file(name, text));
  if (name.startsWith('words/')) return readExampleWords(file(name, text));
  if (name.startsWith('pages/')) return readExamplePage(file(name, text));
  if (name.startsWith('announcements/')) return readExampleAnnouncement(file(name, text));
  const beside = /\.\w+\.md$/.test(name) ? [file(ORIGINAL, incidentFile())] : [];
  return read([...beside, file(name, text)]);
}

/** What the configs of the examples name. */
const BESIDE: Record<string, Uint8Array> = {
  'public/logo.svg': new TextEncoder().encode('<svg viewBox="0 0 240 60"/>'),
  'look.css': new TextEncoder().encode('.own { border: 1px solid }'),
  'broken.css': new TextEncoder().encode('.own { background: url(https://cdn.example.org/a.png) }'),
};

function readExampleConfig({ name, bytes }: IncidentFile): Found {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const beside = (path: string) => BESIDE[path];
  const { problems } = readConfig(bytes, name, context.now, LANGUAGES, beside);
  return { problems, lineOf: ({ place }) => lines[(place?.line ?? 0) - 1] };
}

/** A page of the operator's own. */
function readExamplePage({ name, bytes }: IncidentFile): Found {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const { problems } = readOwnPages([{ name: name.slice('pages/'.length), bytes }], SPOKEN);
  return {
    problems: inFolder('pages', problems),
    lineOf: ({ place }) => lines[(place?.line ?? 0) - 1],
  };
}

function readExampleAnnouncement({ name, bytes }: IncidentFile): Found {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const own = { name: name.slice('announcements/'.length), bytes };
  const { problems } = readAnnouncements([own], { ...SPOKEN, components: [] });
  return {
    problems: inFolder('announcements', problems),
    lineOf: ({ place }) => lines[(place?.line ?? 0) - 1],
  };
}

/** What is read of a file below `public/` that holds what the page of its problem shows. */
async function besidePages(
  name: string,
  load: (place: Place) => Promise<{ problems: Problem[] }>,
): Promise<Found> {
  const page = readFileSync(join(DOCS, `${name}-broken.md`), 'utf8');
  const [, broken = ''] = /^```json .*\n([\s\S]*?)^```$/m.exec(page) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-problems-'));
  mkdirSync(join(folder, 'public'));
  writeFileSync(join(folder, `public/${name}.json`), broken);
  const { problems } = await load({ site: folder, env: {} });
  rmSync(folder, { recursive: true });
  return { problems };
}

/** Words of ours said otherwise, in a language that we ship. */
function readExampleWords({ name, bytes }: IncidentFile): Found {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const { problems } = readWords(bytes, name, shippedWords('es'));
  return { problems, lineOf: ({ place }) => lines[(place?.line ?? 0) - 1] };
}

/** The two files of a page: the one with the problem and the one mended. */
function examplesIn(page: string): Example[] {
  return [...page.matchAll(/^````(?:markdown|yaml|json) (.+)\n([\s\S]*?)^````$/gm)].map(([, name, text]) => ({
    name: name as string,
    text: text as string,
  }));
}

/** The page shows what people read and search for; `UPDATE_GOLDEN=1 npm test -- unit` writes it anew. */
function assertShown(path: string, report: string): void {
  const shown = /(^## What (?:the check says|is said)\n\n```text\n)([\s\S]*?)^```$/m;
  const page = readFileSync(path, 'utf8');
  if (process.env.UPDATE_GOLDEN)
    writeFileSync(
      path,
      page.replace(shown, (_, head: string) => `${head}${report}\n\`\`\``),
    );
  assert.equal(shown.exec(readFileSync(path, 'utf8'))?.[2], `${report}\n`);
}

const BEGINNINGS = { error: /^An error:/m, warning: /^A warning:/m, note: /^A note:/m };

describe('every problem has a page with an example, what is said of it, and the mended file', () => {
  for (const name of Object.keys(PROBLEMS) as ProblemName[]) {
    test(name, async () => {
      const path = join(DOCS, `${name}.md`);
      const page = readFileSync(path, 'utf8');
      assert.ok(page.startsWith(`# ${name}\n`));
      assert.match(page, BEGINNINGS[PROBLEMS[name]]);
      const [broken, mended] = examplesIn(page);
      const situation = SITUATIONS[name];
      const [wrong, right] = callsIn(page);
      assert.ok(situation || (wrong ? right : broken && mended), 'the page has two examples');
      const text = wrong && !situation ? await saidOf(wrong) : await reported();
      const names = [...text.matchAll(/^\S.* {2}(?:error|warning|note) {2}(\S+)$/gm)].map(([, one]) => one);
      assert.deepEqual([...new Set(names)], [name]);
      assertShown(path, text);
      if (mended) assert.deepEqual(readExample(mended).problems, []);
      if (right) assert.ok(await readCall(argvOf(right), COMMANDS));

      async function reported(): Promise<string> {
        const { problems, lineOf } = situation ? await situation() : readExample(broken as Example);
        return REPORTERS.terminal(problems, lineOf);
      }
    });
  }

  test('no page is left over, and the index names them all', () => {
    const pages = readdirSync(DOCS).filter((page) => page !== 'README.md');
    assert.deepEqual(
      pages.toSorted(),
      Object.keys(PROBLEMS)
        .map((name) => `${name}.md`)
        .toSorted(),
    );
    const index = readFileSync(join(DOCS, 'README.md'), 'utf8');
    for (const [name, severity] of Object.entries(PROBLEMS))
      assert.ok(index.includes(`- [${name}](${name}.md) (${severity})`));
  });
});
