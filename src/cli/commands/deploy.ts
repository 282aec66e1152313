import { join } from 'node:path';
import type { Instant } from '../../domain/time.ts';
import type { Problem } from '../../problems/index.ts';
import {
  addForgotten,
  canonical,
  FORGOTTEN,
  type Forgotten,
  refusalOfForgetting,
} from '../../release/forgotten.ts';
import type { Released } from '../../release/release.ts';
import { readSshPlace, SSH, SSH_EXPECTED } from '../../release/ssh.ts';
import { currentSite } from '../../site/config.ts';
import { basePath, incidentsFolder } from '../../site/environment.ts';
import type { Place } from '../../site/place.ts';
import { defineCommand, type Environment } from '../command.ts';
import { BRANCH, deployToBranch } from '../branch.ts';
import { ANEW, beginsAnew, deploy, THREADS } from '../deploying.ts';
import { FAR_VARIABLES, S3 } from '../far.ts';
import { deployOverSsh } from '../over-ssh.ts';
import { deployToBucket } from '../to-bucket.ts';
import { missingSetting, WrongCall, wrongSetting } from '../parse.ts';
import { WORD_FLAGS, WORD_VARIABLES, wordForBuild } from '../word.ts';

/** The longest that a host may take until it serves what was built, in seconds. */
const LONGEST_UPLOAD = 300;

export const command = defineCommand({
  more: [
    'DIR is, or becomes, a link to the newest release. If anything is wrong with the incident files, with a page or with a published address, the live site stays as it was.',
    'With branch:NAME the site becomes the one commit of that branch and is pushed; your own files and branches stay as they are. What the branch holds is the release before: no address of it is lost, and a deploy that went live meanwhile is not written over.',
    'With ssh://HOST/PATH it goes live on another machine as a folder does on this one: PATH is, or becomes, a link there, switched in one step. It needs ssh and rsync here, rsync and flock there, a key that is let in without a password, and a host key that is known. Of two deploys at a time one goes live and the other is told.',
    'With s3://BUCKET/PREFIX it goes live in storage that speaks S3, by the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Such storage changes file by file and not in one step: what a page names is there before it, the heartbeat comes last, and what is printed no more goes after that. Of two deploys at a time one goes live and the other is told, where the storage writes under a condition; where it does not, that is said.',
    'An address that was published goes by --forget, which writes into incidents/forgotten.json, which is to be committed. With --to it goes live at once.',
  ],
  flags: {
    to: {
      value: 'DIR',
      says: 'What the web server serves; or branch:NAME, a branch of origin that a forge serves, such as branch:gh-pages; or ssh://USER@HOST/PATH, what the web server of another machine serves; or s3://BUCKET/PREFIX.',
    },
    endpoint: {
      value: 'URL',
      says: 'The address of the storage for s3://, if it is not that of AWS; with {bucket}. before the rest where the name of the bucket belongs there.',
    },
    forget: {
      value: 'ADDRESS',
      multiple: true,
      says: 'An address that may go, such as incidents/2026-03-01-alerts/.',
    },
    why: { value: 'REASON', says: 'Why it may go, for whoever follows a link to it. --forget needs it.' },
    live: {
      value: 'URL',
      says: 'The site as it is served, to compare with where no earlier release lies beside DIR.',
    },
    upload: {
      value: 'SECONDS',
      says: 'Dates what is new so much later: what the host takes until it serves it.',
    },
    anew: {
      says: 'Begins anew where another page was, such as the demonstration: what was published there is given up, and nothing is held to it.',
    },
    ...WORD_FLAGS,
    'without-history': { says: 'Goes live although git gives no history any more.' },
  },
  ofSite: true,
  variables: {
    SITE_URL: 'The host that the site is served from, if it is not the one in the config.',
    BASE_PATH: 'The path that it is served below, if it is not /.',
    NIGHTLIGHT_ANEW: ANEW,
    ...WORD_VARIABLES,
    ...FAR_VARIABLES,
    NIGHTLIGHT_THREADS: THREADS,
    NIGHTLIGHT_PROOF: 'The file with the numbers of delivery, if it is not public/proof.json of the site.',
  },
  examples: [
    { when: 'To go live', call: 'deploy --to /srv/www/status' },
    { when: 'On a branch that a forge serves', call: 'deploy --to branch:gh-pages --upload 60' },
    {
      when: 'In storage that speaks S3',
      call: 'deploy --to s3://status/page --endpoint https://s3.example.org --upload 20',
    },
    { when: 'On another machine', call: 'deploy --to ssh://www@example.org/srv/www/status --upload 5' },
    {
      when: 'To take an incident out that should not have been published',
      call: 'deploy --forget incidents/2026-03-01-alerts/ --why "published by mistake" --to /srv/www/status',
    },
    {
      when: 'For the first time where the demonstration was',
      call: 'deploy --anew --to /srv/www/status',
    },
    {
      when: 'After a check of the service that went well',
      call: 'deploy --to /srv/www/status --vouch watch',
    },
    {
      when: 'Where a host starts from nothing each time',
      call: 'deploy --to site --live https://status.example.org/ --upload 60',
    },
  ],
  exits: { 0: 'It is live.', 1: 'It is not, and the live site is as it was.' },
  json: {
    live: 'The folder of the release that is live now, branch:NAME@COMMIT, ssh:// and the release on that machine, or s3://BUCKET/PREFIX; null if nothing was to go live.',
    began_at: 'When the command began, ISO 8601 in UTC.',
    live_at: 'When the new release went live; null if nothing was to go live.',
    published_at: 'The time of publication that is printed for what is new; null if nothing is.',
    kept: 'A list of addresses that were published before, are printed no more and stay as they were.',
    missing: 'A list of addresses that were to be kept and could not be found anywhere.',
    dropped: 'A list of addresses that were published before and are gone now, because they may go.',
    forgotten: 'A list of addresses that this call lets go.',
  },
  run: async ({ flags, env, io, place, tell, warn }) => {
    const began = io.now();
    const { forget, problems } = await readForget(flags, env, began, place);
    const upload = Number(flags.upload ?? 0);
    const mistakes = [...problems, ...mistakesIn(flags, upload)];
    if (mistakes.length > 0) throw new WrongCall(...mistakes);
    const here = place();
    if (forget.length > 0) {
      const list = join(incidentsFolder(here), FORGOTTEN);
      await addForgotten(list, forget);
      tell(`Written into ${list}. Commit it, so that it holds wherever this is deployed from.`);
    }
    const asked = {
      ...flags,
      upload,
      forget,
      withoutHistory: flags['without-history'],
      anew: flags.anew || beginsAnew(env, began),
    };
    const word = flags.to === undefined ? {} : await wordForBuild({ flags, env, io, tell });
    const calling = { env, io, place: { ...here, env: { ...here.env, ...word } }, tell, warn };
    const put = putterFor(flags.to);
    const released = flags.to === undefined ? undefined : await put({ ...asked, to: flags.to }, calling);
    return { code: 0, report: reportOf(released, began, forget) };
  },
});

function putterFor(to: string | undefined): typeof deploy {
  if (to?.startsWith(BRANCH)) return deployToBranch;
  if (to?.startsWith(S3)) return deployToBucket;
  return to?.startsWith(SSH) ? deployOverSsh : deploy;
}

interface Said {
  to?: string | undefined;
  forget: readonly string[];
  why?: string | undefined;
  live?: string | undefined;
  upload?: string | undefined;
}

function mistakesIn({ to, forget, why = '', live, upload: written }: Said, upload: number): Problem[] {
  const problems: Problem[] = [];
  if (to === undefined && forget.length === 0)
    problems.push(
      missingSetting(
        { flag: '--to' },
        {
          expected: '--to DIR, or --forget ADDRESS',
          remedy: 'Say where to, as here: nightlight deploy --to /srv/www/status',
        },
      ),
    );
  if (to !== undefined && /^\w{2,}:\//.test(to) && !to.startsWith(S3) && !readSshPlace(to))
    problems.push(
      wrongSetting(
        { flag: '--to' },
        {
          found: to,
          expected: to.startsWith(SSH)
            ? SSH_EXPECTED
            : 'a folder, branch:NAME, ssh://HOST/PATH or s3://BUCKET/PREFIX',
          remedy:
            'Write it as here: --to ssh://www@example.org/srv/www/status. A path over SSH is whole, without "..", backslash, *, ? and brackets.',
        },
      ),
    );
  if (forget.length > 0 && why.trim() === '')
    problems.push(
      missingSetting(
        { flag: '--why' },
        {
          expected: '--why REASON',
          remedy: 'Say why, for whoever follows a link to it: --why "published by mistake"',
        },
      ),
    );
  if (live !== undefined && !(/^https?:\/\//.test(live) && URL.canParse(live)))
    problems.push(
      wrongSetting(
        { flag: '--live' },
        {
          found: live,
          expected: 'an address such as https://status.example.org/',
          remedy: 'Write the whole address, with https:// before it.',
        },
      ),
    );
  if (!Number.isInteger(upload) || upload < 0 || upload > LONGEST_UPLOAD)
    problems.push(
      wrongSetting(
        { flag: '--upload' },
        {
          found: written ?? '',
          expected: `a number of seconds up to ${LONGEST_UPLOAD}`,
          remedy: 'Write digits alone, such as 60.',
        },
      ),
    );
  return problems;
}

/** The addresses that a call lets go, as the list has them. */
async function readForget(
  { forget, why = '' }: Said,
  env: Environment,
  now: Instant,
  place: () => Place,
): Promise<{ forget: Forgotten[]; problems: Problem[] }> {
  if (forget.length === 0) return { forget: [], problems: [] };
  const site = await currentSite(place());
  const addresses = forget.map((written) => canonical(written, basePath(env)));
  const at = new Date(now).toISOString();
  return {
    forget: addresses.map((address) => ({ address, why: why.trim(), at })),
    problems: addresses.flatMap((address) => {
      const refusal = refusalOfForgetting(address, site);
      if (refusal === undefined) return [];
      const expected =
        'an address of one incident, one update, one file, or a language that the site has no more';
      return [wrongSetting({ flag: '--forget' }, { found: address || '/', expected, remedy: refusal })];
    }),
  };
}

function reportOf(released: Released | undefined, began: Instant, forget: readonly Forgotten[]) {
  const { folder = null, live, news, carried = [], missing = [], dropped = [] } = released ?? {};
  const written = (at: Instant | undefined) => (at === undefined ? null : new Date(at).toISOString());
  return {
    live: folder,
    began_at: written(began),
    live_at: written(live),
    published_at: written(news),
    kept: carried,
    missing,
    dropped,
    forgotten: forget.map(({ address }) => address),
  };
}
