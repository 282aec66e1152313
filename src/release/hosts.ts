const DEPLOY = 'npm run deploy';

/** What tells that a host publishes what it builds, by the variables that it sets. */
const PUBLISHES: Record<string, (env: NodeJS.ProcessEnv) => boolean> = {
  'Cloudflare Pages': (env) => env.CF_PAGES === '1',
  'Cloudflare Workers': (env) => env.WORKERS_CI === '1',
  Netlify: (env) => env.NETLIFY === 'true' && env.CONTEXT === 'production',
  Vercel: (env) => env.VERCEL === '1' && env.VERCEL_ENV === 'production',
  // GitHub sets nothing that tells a build from a publication: our workflow does.
  'GitHub Pages': (env) => env.GITHUB_ACTIONS === 'true' && env.NIGHTLIGHT_PUBLISH === 'github-pages',
  'GitLab Pages': (env) => env.GITLAB_CI === 'true' && env.CI_JOB_NAME === 'pages',
  Render: (env) => env.RENDER === 'true' && env.IS_PULL_REQUEST === 'false',
};

/** The host that publishes what is built here; `undefined` where none says so. */
export function publishingHost(env: NodeJS.ProcessEnv): string | undefined {
  return Object.entries(PUBLISHES).find(([, publishes]) => publishes(env))?.[0];
}

/** Where a host serves what it publishes, as it is told to a build. */
interface ServedFrom {
  SITE_URL: string;
  BASE_PATH: string;
}

/**
 * Where GitHub Pages serves the repository that it builds; nothing where its operator says so, for a domain of one's
 * own has all of its paths, or where another host builds.
 */
export function servedByHost(env: NodeJS.ProcessEnv): ServedFrom | undefined {
  const [, owner, name] = /^([^/]+)\/([^/]+)$/.exec(env.GITHUB_REPOSITORY ?? '') ?? [];
  if (publishingHost(env) !== 'GitHub Pages' || env.SITE_URL || !owner || !name) return undefined;
  const host = `${owner}.github.io`.toLowerCase();
  return {
    SITE_URL: `https://${host}`,
    BASE_PATH: env.BASE_PATH || (name.toLowerCase() === host ? '/' : `/${name}/`),
  };
}

/**
 * Why a build from a shallow clone may not go on, if what it makes is published: each cited version would answer
 * 404, and what was changed would look as if it had never been. `NIGHTLIGHT_SHALLOW=accept` lets it go on.
 */
export function refusalOfShallow(env: NodeJS.ProcessEnv): string | undefined {
  if (env.NIGHTLIGHT_SHALLOW === 'accept') return undefined;
  const host = publishingHost(env) ?? (env.NIGHTLIGHT_FORGOTTEN === undefined ? undefined : DEPLOY);
  if (host === undefined) return undefined;
  return `This is a shallow clone, and ${host} publishes what it builds: every version that was cited would be gone. Fetch the whole history first: git fetch --unshallow. To publish without it all the same, ${host === DEPLOY ? 'say --without-history' : 'set NIGHTLIGHT_SHALLOW=accept'}.`;
}
