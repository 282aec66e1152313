/** Where a page may be published, and what its readers can be promised there. */
interface Host {
  called: string;
  /** How often it is really built again by a timer there, in minutes. */
  rebuildEvery: number;
  /** For how long it lets an old answer stand, in minutes. */
  cacheAge: number;
  /** The files that publish there, as they lie in a status repository; none where the host is told by its own settings. */
  files: readonly string[];
}

/** On a forge: a push publishes, a timer renews, a change is checked and answered before it is taken, and a form becomes a notice. */
const GITHUB = ['pages', 'renew', 'check', 'comment', 'form'].map((name) => `.github/workflows/${name}.yml`);

/** `docs/deploying.md` has this as a table, with where each number is from. */
export const HOSTS = {
  'github-pages': { called: 'GitHub Pages', rebuildEvery: 60, cacheAge: 10, files: GITHUB },
  'gitlab-pages': { called: 'GitLab Pages', rebuildEvery: 60, cacheAge: 10, files: ['.gitlab-ci.yml'] },
  'cloudflare-pages': { called: 'Cloudflare Pages', rebuildEvery: 120, cacheAge: 1, files: [] },
  netlify: { called: 'Netlify', rebuildEvery: 120, cacheAge: 1, files: [] },
  server: { called: 'a server of your own', rebuildEvery: 10, cacheAge: 1, files: [] },
} as const satisfies Record<string, Host>;

export type HostName = keyof typeof HOSTS;

export const HOST_NAMES = Object.keys(HOSTS) as HostName[];
