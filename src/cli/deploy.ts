import { beginBuild, workFolder } from './astro.ts';
import { readCall, run, wrongCall } from './call.ts';
import { missingFlag, wrongFlag } from './flags.ts';
import { basename, join, resolve } from 'node:path';
import {
  addForgotten,
  canonical,
  FORGOTTEN,
  type Forgotten,
  readForgotten,
  refusalOfForgetting,
} from '../release/forgotten.ts';
import { siteAt } from '../release/published.ts';
import { type Built, type Earlier, release } from '../release/release.ts';
import { printable } from '../domain/printable.ts';
import type { Site } from '../domain/site.ts';
import { yearOf } from '../domain/time.ts';
import { UserError } from '../problems/errors.ts';
import { currentSite } from '../site/config.ts';
import { incidentsFolder } from '../site/environment.ts';
import { type Place, placeOf } from '../site/place.ts';
import { markCarriedOver } from '../publications/carried.ts';
import { isPictureNotDrawn } from '../publications/picture-files.ts';
import type { Checked } from '../site/record.ts';

const HELP = `Builds beside the live site, checks what was built, and switches in one step.

  npm run deploy -- --to DIR                           DIR is, or becomes, a link to the newest release
  npm run deploy -- --forget ADDRESS --why "REASON"    lets a published address go; with --to it goes live at once
  npm run deploy -- --to DIR --live URL                compares with the site at URL where no release lies beside DIR
  npm run deploy -- --to DIR --upload SECONDS          dates what is new so much later: what the host takes until it serves it
  npm run deploy -- --to DIR --without-history         goes live although git gives no history any more

--forget may stand several times. It writes into incidents/forgotten.json: commit that file.
Exit codes: 0 it is live; 1 it is not, and the live site is as it was; 2 wrong call.`;

const call = readCall(HELP, {
  to: { type: 'string' },
  forget: { type: 'string', multiple: true },
  why: { type: 'string' },
  live: { type: 'string' },
  upload: { type: 'string' },
  'without-history': { type: 'boolean' },
});
const { to, forget = [], why = '' } = call;
const upload = Number(call.upload ?? 0);
const base = (process.env.BASE_PATH || '/').replace(/\/?$/, '/');
const isAddress = (written: string) => /^https?:\/\//.test(written) && URL.canParse(written);
const mistakes = [
  !to &&
    forget.length === 0 &&
    missingFlag('--to', 'where the site goes live', 'Say where to: npm run deploy -- --to /srv/www/status'),
  forget.length > 0 &&
    why.trim() === '' &&
    missingFlag(
      '--why',
      'the reason, for whoever follows a link to what is gone',
      'Say why: --why "published by mistake"',
    ),
  call.live !== undefined &&
    !isAddress(call.live) &&
    wrongFlag('--live', call.live, 'an address', 'Write one such as https://status.example.org/'),
  !(Number.isInteger(upload) && upload >= 0 && upload <= 300) &&
    wrongFlag(
      '--upload',
      String(call.upload),
      'a number of seconds up to 300',
      'Write one such as --upload 60.',
    ),
  ...forget.map((written) => {
    const refusal = refusalOfForgetting(canonical(written, base));
    return (
      refusal !== undefined &&
      wrongFlag('--forget', written, 'the address of an incident, an update or a file', refusal)
    );
  }),
].filter((one) => one !== false);
if (mistakes.length > 0) wrongCall(mistakes, HELP);
const started = Date.now();
const entries = forget.map((written): Forgotten => ({
  address: canonical(written, base),
  why: why.trim(),
  at: new Date(started).toISOString(),
}));

await run(async () => {
  const place = placeOf(process.env, process.cwd());
  const site = await currentSite(place);
  if (entries.length > 0) {
    const list = join(incidentsFolder(place), FORGOTTEN);
    await addForgotten(list, entries);
    console.log(`Written into ${list}. Commit it, so that it holds wherever this is deployed from.`);
  }
  if (to) await deploy(resolve(to), place, site);
});

async function deploy(live: string, place: Place, site: Site): Promise<void> {
  // What a hook's clone forgets with its next push is remembered beside the releases.
  const remembered = `${live}.${FORGOTTEN}`;
  if (entries.length > 0) await addForgotten(remembered, entries);
  const forgotten = [
    ...(await readForgotten(join(incidentsFolder(place), FORGOTTEN))),
    ...(await readForgotten(remembered)),
  ];
  await release({
    to: live,
    base,
    label: new Date(started).toISOString().replace(/[:.]/g, '-'),
    forgotten: [...new Map(forgotten.map((one) => [one.address, one])).values()],
    published: call.live === undefined ? undefined : siteAt(call.live),
    withoutHistory: call['without-history'] ?? false,
    build: (out, earlier) => build(out, earlier, remembered, place, site),
    markCarriedOver,
    tell: (words) => console.log(printable(words)),
    onLive: (folder) =>
      console.log(`Live after ${((Date.now() - started) / 1000).toFixed(1)} s: ${to} -> ${folder}`),
  });
}

/** Builds in a process of its own, which checks the incident files too: a mistake in them ends it. */
async function build(
  out: string,
  { folder = '', manifest, versions = '', lead }: Earlier,
  remembered: string,
  place: Place,
  site: Site,
): Promise<Built> {
  const work = await workFolder(remembered, basename(out));
  const child = beginBuild(place, {
    work: work.path,
    silent: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      NIGHTLIGHT_OUT: out,
      NIGHTLIGHT_REUSE: manifest,
      NIGHTLIGHT_REUSE_FROM: folder,
      NIGHTLIGHT_STANDING: folder === '' ? '' : join(folder, 'heartbeat.json'),
      NIGHTLIGHT_FORGOTTEN: remembered,
      ...(call['without-history'] ? { NIGHTLIGHT_SHALLOW: 'accept' } : {}),
      NIGHTLIGHT_VERSIONS: versions,
      NIGHTLIGHT_LEAD: String(lead + upload * 1000),
    },
  });
  let output = '';
  let checked: Checked | undefined;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      output += data;
    });
  child.on('message', (message: Checked) => {
    checked = message;
    if (checked.text !== '') console.log(`${checked.text}\n`);
  });
  const code = await new Promise((done) => child.on('close', done));
  await work.remove();
  if (checked?.failed) throw new UserError('Mend the incident files. The live site is as it was.');
  if (code !== 0) throw new UserError(`${output}\nThe build failed. The live site is as it was.`);
  if (output !== '') console.error(output.trimEnd());
  return {
    history: checked?.history ?? false,
    began: checked?.began,
    news: checked?.news,
    mayGo: (address) =>
      isPictureNotDrawn(address, site) || isFromBefore(address, checked?.neverPublished ?? [], site),
  };
}

/** What went with a record that was never this page's own: its incidents, and the years before the page was public. */
function isFromBefore(address: string, ids: string[], { publishedSince }: Site): boolean {
  const path = canonical(address);
  const [, year] = /^(?:history\/|api\/v2\/incidents-)(\d{4})\b/.exec(path) ?? [];
  if (year !== undefined) return publishedSince !== undefined && Number(year) < yearOf(publishedSince);
  return ids.some((id) => path.startsWith(`incidents/${id}/`) || path.startsWith(`incidents/${id}.`));
}
