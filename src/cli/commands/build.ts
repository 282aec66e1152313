import { realpath, rename, rm } from 'node:fs/promises';
import { publishingHost, servedByHost } from '../../release/hosts.ts';
import { currentSite } from '../../site/config.ts';
import { basePath, outputFolder, servedFrom } from '../../site/environment.ts';
import { UserError } from '../../problems/errors.ts';
import { buildOnce, withDrafts } from '../astro.ts';
import { defineCommand } from '../command.ts';
import { WORD_FLAGS, WORD_VARIABLES, wordForBuild } from '../word.ts';
import { ANEW, beginsAnew, type Deploying, deploy, THREADS } from '../deploying.ts';

/** How many seconds a host may take from the beginning of the build until it serves it. */
const UPLOAD = 60;

export const command = defineCommand({
  more: [
    'It writes into dist/ in the folder of your site, or into the folder that NIGHTLIGHT_OUT names.',
    'Where a host says that it publishes what it builds (Netlify, Cloudflare, Vercel, GitHub Pages, GitLab Pages, Render), the build is checked as a deploy is, and held to the site that is served at SITE_URL and BASE_PATH: what was published may not vanish.',
  ],
  flags: {
    silent: { says: 'Says nothing of what it does; only what goes wrong.' },
    ...WORD_FLAGS,
    drafts: {
      says: 'A preview: it shows drafts and what is told later, each on a page of its own that says so, and is written into dist-drafts/.',
    },
  },
  ofSite: true,
  variables: {
    SITE_URL: 'The host that the site is served from, if it is not the one in the config.',
    BASE_PATH: 'The path that it is served below, if it is not /.',
    NIGHTLIGHT_ANEW: ANEW,
    ...WORD_VARIABLES,
    NIGHTLIGHT_THREADS: THREADS,
    NIGHTLIGHT_PROOF: 'The file with the numbers of delivery, if it is not public/proof.json of the site.',
    NIGHTLIGHT_NOW: 'The time that it is taken to be, for a build that can be repeated.',
  },
  examples: [
    { when: 'To look at what would be published', call: 'build' },
    { when: 'To look at drafts, too', call: 'build --drafts' },
    { when: 'From another folder', call: 'build --site /srv/status' },
  ],
  exits: { 0: 'It is built.', 1: 'It is not.' },
  run: async ({ flags, env: set, io, place, tell, warn }) => {
    const host = publishingHost(set);
    const env = { ...set, ...servedByHost(set) };
    if (flags.drafts && host !== undefined)
      throw new UserError(
        `${host} publishes this build, and a draft is told to nobody. Leave --drafts out, or build a preview elsewhere.`,
      );
    const asked = withDrafts(place(), flags.drafts);
    const here = {
      ...asked,
      env: { ...asked.env, ...servedByHost(set), ...(await wordForBuild({ flags, env, io, tell })) },
    };
    const { url } = await currentSite(here);
    if (host === undefined) return { code: await buildOnce(here, flags.silent, io) };
    await buildFor(host, url, { env, io, place: here, tell, warn });
    return { code: 0 };
  },
});

/** A deploy beside the output, compared with the site that is served; the host takes the output up as it is. */
async function buildFor(host: string, url: string, call: Deploying): Promise<void> {
  const { env, io, place, tell } = call;
  const live = new URL(basePath(env), servedFrom(env, url)).href;
  tell(`${host} publishes this build: it is held to what is published at ${live}.`);
  const out = outputFolder(place);
  const to = `${out}.made`;
  const clear = () =>
    Promise.all([to, `${to}.releases`].map((path) => rm(path, { recursive: true, force: true })));
  await clear();
  try {
    await deploy(
      { to, live, upload: UPLOAD, forget: [], withoutHistory: false, anew: beginsAnew(env, io.now()) },
      call,
    );
    await rm(out, { recursive: true, force: true });
    await rename(await realpath(to), out);
  } finally {
    await clear();
  }
}
