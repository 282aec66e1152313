import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { readConfig, siteOf } from '../../config/index.ts';
import { spokenLanguages } from '../../i18n/index.ts';
import { formsFor } from '../forms/committed.ts';
import { printForm } from '../forms/print.ts';
import { ENGINE, isPacked } from '../../release/engine.ts';
import { type Beginning, printFirstConfig } from './config.ts';
import { HOSTS } from './hosts.ts';

/** Where the engine has what is another file in a status repository. The workflows of GitHub are ours as well. */
const SOURCES: Readonly<Record<string, string>> = { '.gitlab-ci.yml': 'docs/deploying/gitlab-ci.yml' };

/** What is made again at any time. */
const IGNORED = ['node_modules/', 'dist/', '.cache/', '.delivery/', '.watch/', '.astro/'];

/**
 * The files of a new status repository, by their paths in it. None of them is code.
 * @param engine what npm installs as "nightlight": a version, or an address.
 */
export async function filesOf(beginning: Beginning, engine: string): Promise<Record<string, string>> {
  const config = printFirstConfig(beginning);
  const { files } = HOSTS[beginning.host];
  return {
    'nightlight.yaml': config,
    // git keeps no empty folder.
    'incidents/.gitkeep': '',
    'public/.gitkeep': '',
    'package.json': packageOf(engine),
    '.gitignore': `${IGNORED.join('\n')}\n`,
    'README.md': readmeOf(beginning),
    ...Object.fromEntries(files.map((path) => [path, fileOfEngine(path)])),
    ...(files.some((path) => path.endsWith('/form.yml')) && (await formsIn(config, beginning))),
  };
}

/** The forms by which a notice is written on GitHub, as "nightlight form" makes them of that config. */
async function formsIn(text: string, { day }: Beginning): Promise<Record<string, string>> {
  const now = Date.parse(day);
  const { config } = readConfig(new TextEncoder().encode(text), 'nightlight.yaml', now, spokenLanguages());
  if (!config) return {};
  const forms = await formsFor({ site: siteOf(config), writing: config.writing, now });
  return Object.fromEntries(forms.map((form) => [form.path, printForm(form)]));
}

function fileOfEngine(path: string): string {
  const source = SOURCES[path] ?? path;
  // The package has its documents beside its code.
  return readFileSync(join(ENGINE, isPacked && source.startsWith('docs/') ? '..' : '', source), 'utf8');
}

function packageOf(engine: string): string {
  const commands = ['start', 'build', 'check', 'deploy', 'comment', 'take-form'];
  const facts = {
    name: 'status',
    private: true,
    scripts: Object.fromEntries(commands.map((command) => [command, `nightlight ${command}`])),
    dependencies: { nightlight: engine },
    // npm asks whose scripts may run: the Node that it brings, what bundles, and what makes the package from git.
    allowScripts: {
      ...(/^git/.test(engine) && { nightlight: true }),
      ...{ node: true, esbuild: true, 'core-js': false },
    },
  };
  return `${JSON.stringify(facts, null, 2)}\n`;
}

function readmeOf({ name, url, host }: Beginning): string {
  const byForm =
    host === 'github-pages'
      ? '\n- From a phone it is a new issue, “Notice” ([how](node_modules/nightlight/docs/forms.md)).'
      : '';
  const how = '[where and how](node_modules/nightlight/docs/deploying.md)';
  const live =
    host === 'server'
      ? `\`npm run deploy -- --to /srv/www/status\` puts it live; a push can do so through a hook: ${how}.`
      : `A push puts it live: ${how}.`;
  return `# ${name}

The status page at ${url}, made by Nightlight. There is no code here.

- \`npm ci && npm start\` shows it at http://localhost:4321; a saved file is taken over at once.
- \`npx nightlight new\` asks what is wrong and writes the notice; \`update\` and \`resolve\` go on with it
  ([how](node_modules/nightlight/docs/writing.md)). By hand it is a file in \`incidents/\`:
  [what stands in it](node_modules/nightlight/docs/incident-file.md).${byForm}
- What you want to say that is no incident is a file in \`announcements/\`
  ([how](node_modules/nightlight/docs/announcements.md)), and a page of your own one in \`pages/\`.
- \`nightlight.yaml\` says everything else: [each key](node_modules/nightlight/docs/config.md).
- \`npm run check\` tells every mistake with its place and the way out.
- ${live}
- \`npm update nightlight\` takes a newer Nightlight; no address changes.
`;
}
