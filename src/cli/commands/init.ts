import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { UserError } from '../../problems/errors.ts';
import { isPacked } from '../../release/engine.ts';
import { type Call, defineCommand, type Environment } from '../command.ts';
import { type Answers, answersOf, ask, mistakesIn, type Said } from '../init/answers.ts';
import { guessedContact } from '../init/config.ts';
import { filesOf } from '../init/files.ts';
import { HOST_NAMES } from '../init/hosts.ts';
import { packageFacts } from '../package.ts';
import { missingSetting, WrongCall, wrongSetting } from '../parse.ts';

export const command = defineCommand({
  more: [
    'It asks five questions, unless flags answer them; where no terminal is, flags must. What it leaves is a git repository with a first commit, which holds no code: a config, folders for incidents and files of yours, a package with one dependency, and the workflows of a forge.',
    'Nothing is written into a folder in which anything lies.',
  ],
  args: { dir: { says: 'The new folder; without it the one that you are in.' } },
  flags: {
    name: { value: 'NAME', says: 'What the page is called.' },
    service: {
      value: 'WORDS',
      says: 'What people call the service, as it stands in a sentence: web hosting.',
    },
    url: { value: 'URL', says: 'The host that it will be read at, such as https://status.example.org.' },
    component: { value: 'NAME', multiple: true, says: 'What people use, as they would say it: Websites.' },
    language: {
      value: 'TAG',
      multiple: true,
      says: 'A language of the page, the main one first; en without it.',
    },
    contact: {
      value: 'ADDRESS',
      says: 'How readers reach you, such as mailto:us@example.org. Without it status@ and the domain, which you may mend in nightlight.yaml.',
    },
    host: {
      value: 'HOST',
      choices: HOST_NAMES,
      says: 'Where it is published: for GitHub and GitLab what publishes it is left in the folder, for others docs/deploying.md says what to set; the config promises no more than that host keeps. Without it github-pages.',
    },
    engine: {
      value: 'SPEC',
      says: 'What npm installs as Nightlight: a version, git+https://..., or file:../nightlight-0.1.0.tgz. Without it the version that this is.',
    },
    'without-packages': { says: 'Leaves it to you to run npm install and to commit package-lock.json.' },
  },
  examples: [
    { when: 'To be asked', call: 'init my-status' },
    {
      when: 'From a script',
      call: 'init my-status --name "Example Status" --service "web hosting" --url https://status.example.org --component Websites --component E-mail --language en',
    },
  ],
  exits: {
    0: 'The folder is there, with its first commit.',
    1: 'It is not, or something is left to you: to install what it needs, or to commit.',
  },
  run: async (call) => {
    const { args, flags, io, env, tell, warn } = call;
    const folder = resolve(io.cwd, args.dir ?? '.');
    const engine = engineFor(flags.engine, io.cwd, folder);
    mustBeEmpty(folder, args.dir);
    const answers = await answered(call);
    if (answers === undefined) {
      warn('Nothing was written.');
      return { code: 1 };
    }
    const day = new Date(io.now()).toISOString().slice(0, 10);
    const host = flags.host ?? 'github-pages';
    const contact = flags.contact ?? guessedContact(answers.url);
    for (const [path, text] of Object.entries(await filesOf({ ...answers, contact, host, day }, engine))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const isInstalled = flags['without-packages'] || install(folder, call);
    const isCommitted = commit(folder, env, call);
    const here = relative(io.cwd, folder) || '.';
    tell(`Your status page lies in ${folder}.`);
    tell(
      `Next: ${here === '.' ? '' : `cd ${here} && `}${flags['without-packages'] ? 'npm install && ' : ''}npm start`,
    );
    if (flags.contact === undefined)
      tell(`Readers would reach you at ${contact}: mend it in nightlight.yaml if they do not.`);
    return { code: isInstalled && isCommitted ? 0 : 1 };
  },
});

/**
 * What npm installs as Nightlight. A path that was written counts from where the command was called, and npm counts
 * from the new folder.
 * @throws WrongCall for a clone of its sources, which no other machine has.
 */
function engineFor(named: string | undefined, cwd: string, folder: string): string {
  const [, path] = /^file:(?!\/\/)(.+)$/.exec(named ?? '') ?? [];
  if (path !== undefined)
    return isAbsolute(path) ? `file:${path}` : `file:${relative(folder, resolve(cwd, path))}`;
  if (named !== undefined) return named;
  if (isPacked) return `^${packageFacts().version}`;
  throw new WrongCall(
    missingSetting(
      { flag: '--engine' },
      {
        expected: '--engine SPEC',
        remedy:
          'This Nightlight is a clone of its sources. Say what npm is to install: git+https:// and where it lies on a forge, or file: and the path of the package that "npm pack" makes here.',
      },
    ),
  );
}

/** @throws UserError where something lies that could be written over. A repository that was just made is empty. */
function mustBeEmpty(folder: string, named: string | undefined): void {
  const found = entriesOf(folder).filter((name) => name !== '.git');
  if (found.length === 0) return;
  const some = found.slice(0, 3).join(', ') + (found.length > 3 ? ` and ${found.length - 3} more` : '');
  throw new WrongCall(
    wrongSetting(
      { argument: named ?? 'DIR' },
      {
        found: `${folder}, in which lies ${some}`,
        expected: 'a folder that is empty, or that is not there yet',
        remedy: 'Name another: nightlight init my-status. Nothing was written.',
      },
    ),
  );
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new UserError(
      code === 'ENOTDIR' ? `${folder} is a file. Name a folder.` : `${folder} cannot be read: ${message}.`,
    );
  }
}

type Asked = Pick<Call, 'io'> & { flags: Said & { engine?: string | undefined } };

/**
 * The answers of flags, and of whoever sits at the terminal.
 * @throws WrongCall with all that is wrong or missing where nobody can be asked.
 */
async function answered({ flags, io }: Asked): Promise<Answers | undefined> {
  const mistakes = mistakesIn(flags);
  if (mistakes.length > 0) throw new WrongCall(...mistakes);
  const read = answersOf(flags);
  if ('answers' in read) return read.answers;
  if (io.terminal) return ask(flags, io.terminal);
  throw new WrongCall(...read.problems);
}

/** Lets npm install what the page is made of, and note the versions. Answers whether it could. */
function install(folder: string, { env, tell, warn }: Pick<Call, 'env' | 'tell' | 'warn'>): boolean {
  tell('npm installs what it is made of, which takes a minute or two.');
  const { status, stderr, error } = spawnSync(
    'npm',
    // What npx has just brought is not asked for again.
    ['install', '--prefer-offline', '--loglevel=error', '--no-audit', '--no-fund'],
    {
      cwd: folder,
      env,
      encoding: 'utf8',
    },
  );
  if (status === 0) return true;
  warn(
    `${(stderr || error?.message || '').trimEnd()}\nnpm could not install it. Run "npm install" in ${folder}, and commit package-lock.json.`,
  );
  return false;
}

/** The first commit, from which the record begins. Answers whether it is there. */
function commit(folder: string, env: Environment, { tell, warn }: Pick<Call, 'tell' | 'warn'>): boolean {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: folder, env, encoding: 'utf8' });
  const around = git('rev-parse', '--show-toplevel').stdout?.trim();
  const isAround = around !== undefined && around !== '' && !existsSync(join(folder, '.git'));
  // A repository that was just made may call its branch otherwise, and a forge publishes main.
  const isBegun = git('rev-parse', '-q', '--verify', 'HEAD').status === 0 && !isAround;
  const steps = [
    ['init', '-q'],
    ...(isBegun ? [] : [['symbolic-ref', 'HEAD', 'refs/heads/main']]),
    ['add', '-A'],
    ['commit', '-q', '-m', 'Begin the status page'],
  ];
  for (const args of steps) {
    const { status, stderr, error } = git(...args);
    if (status === 0) continue;
    warn(
      `${(stderr || error?.message || '').trimEnd()}\nAll files are there, and the first commit is left to you, once git is set up: git init -b main && git add -A && git commit -m "Begin the status page". What was published is read from git.`,
    );
    return false;
  }
  if (isAround)
    tell(
      `It is a repository of its own, inside of the one in ${around}, which does not keep it: move it out, or name it there in .gitignore.`,
    );
  return true;
}
