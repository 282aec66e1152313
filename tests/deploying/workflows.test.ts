import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { validateWorkflow } from '@action-validator/core';
import { parse } from 'yaml';
import { HOSTS } from '../../src/cli/init/hosts.ts';
import { publishingHost } from '../../src/release/hosts.ts';

const ROOT = resolve(import.meta.dirname, '../..');
interface Step {
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
  'continue-on-error'?: boolean;
}
interface Workflow {
  on: Record<string, unknown>;
  concurrency?: { group: string; 'cancel-in-progress': boolean };
  jobs: Record<string, { steps?: Step[]; uses?: string; 'timeout-minutes': number }>;
}

const folder = join(ROOT, '.github/workflows');
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');
const workflow = (name: string) => parse(textOf(name)) as Workflow;
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps = [] }) => steps);
/** An expression as a workflow has it. */
const said = (expression: string) => `$\{{ ${expression} }}`;
/** What stands in a status repository. */
const LEFT = HOSTS['github-pages'].files.map((path) => path.slice('.github/workflows/'.length));
const publishing = workflow('pages.yml');

describe('the workflows', () => {
  for (const name of readdirSync(folder)) {
    test(`${name} is one, as the schema of GitHub has it`, () => {
      assert.deepEqual(validateWorkflow(textOf(name)).errors, []);
    });

    test(`${name} runs actions that are named by their commit, with the version that it is`, () => {
      const lines = textOf(name)
        .split('\n')
        .filter((line) => /\buses: (?!\.\/)/.test(line));
      for (const line of lines) assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });
  }

  test('are noticed when they are broken', () => {
    assert.notDeepEqual(validateWorkflow(textOf('pages.yml').replace('runs-on', 'run-on')).errors, []);
  });

  test('that publish and that renew are two, and the one with a timer is called by nothing else', () => {
    assert.deepEqual(Object.keys(workflow('renew.yml').on), ['schedule']);
    assert.deepEqual(Object.keys(publishing.on).toSorted(), ['push', 'workflow_call', 'workflow_dispatch']);
    assert.equal(workflow('renew.yml').jobs.renew?.uses, './.github/workflows/pages.yml');
  });

  test('of a status repository do no more than call the engine: never its tests, and no shell of their own', () => {
    const runs = LEFT.flatMap((name) => stepsOf(workflow(name))).flatMap(({ run = [] }) => run);
    for (const run of runs)
      assert.match(
        run,
        /^(?:npm ci --omit=dev --no-audit --no-fund|npm run (?:check(?: -- --also markdown=check\.md)?|build|comment|take-form)|sleep \d+)$/,
      );
    assert.deepEqual(
      stepsOf(workflow('check.yml'))
        .flatMap(({ run = [] }) => run)
        .slice(1),
      ['npm run check -- --also markdown=check.md', 'npm run build'],
    );
  });

  test('that check what is proposed may only read, and the one that comments on it runs nothing of it', () => {
    const check = workflow('check.yml') as Workflow & { name: string; permissions: object };
    const comment = workflow('comment.yml') as Workflow & { permissions: object };
    const job = comment.jobs.comment as Workflow['jobs'][string] & { permissions: object; if: string };
    assert.deepEqual(check.permissions, { contents: 'read' });
    assert.deepEqual(comment.on, { workflow_run: { workflows: [check.name], types: ['completed'] } });
    assert.deepEqual(comment.permissions, {});
    assert.deepEqual(job.permissions, { contents: 'read', actions: 'read', 'pull-requests': 'write' });
    assert.match(job.if, /^github\.event\.workflow_run\.event == 'pull_request'/);
    const steps = job.steps ?? [];
    const [checkout] = steps;
    assert.deepEqual(checkout?.with, {
      ref: said('github.event.repository.default_branch'),
      'persist-credentials': false,
    });
    const [left] = stepsOf(check).filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
    const [taken] = steps.filter(({ uses }) => uses?.startsWith('actions/download-artifact@'));
    assert.equal(left?.if, said('!cancelled()'));
    assert.equal(taken?.with?.name, left?.with?.name);
    // Outside of the code: nothing that was proposed can lie in the place of what runs.
    assert.equal(taken?.with?.path, `${said('runner.temp')}/check`);
    const last = steps.at(-1);
    assert.deepEqual(last, {
      run: 'npm run comment',
      env: {
        GITHUB_TOKEN: said('github.token'),
        NIGHTLIGHT_REPORT: `${taken?.with?.path}/${left?.with?.path}`,
      },
    });
    for (const { run, env } of steps) {
      assert.doesNotMatch(run ?? '', /\$/);
      assert.equal('GITHUB_TOKEN' in (env ?? {}), run === 'npm run comment');
    }
  });

  test('that take a form have no right but for what they do, take no word of it into a shell, and leave no token behind', () => {
    const { permissions, jobs } = workflow('form.yml') as Workflow & { permissions: object };
    const take = jobs.take as Workflow['jobs'][string] & { permissions: object };
    assert.deepEqual(permissions, {});
    assert.deepEqual(take.permissions, {
      contents: 'write',
      issues: 'write',
      'pull-requests': 'write',
      actions: 'write',
    });
    const [checkout] = take.steps ?? [];
    assert.equal(checkout?.with?.['persist-credentials'], false);
    assert.equal(checkout?.with?.['fetch-depth'], 0);
    const named = textOf('form.yml').match(/\$\{\{ .*? \}\}/g) ?? [];
    assert.ok(named.every((one) => !/issue\.(?!number)|sender|comment/.test(one)));
    for (const { run, env } of take.steps ?? []) {
      assert.doesNotMatch(run ?? '', /\$/);
      assert.equal('GITHUB_TOKEN' in (env ?? {}), run === 'npm run take-form');
    }
    // Those of the publication, so that nothing is installed while people wait.
    const keys = [workflow('form.yml'), publishing].map(
      (one) => stepsOf(one).find(({ id }) => id === 'packages')?.with?.key,
    );
    assert.equal(keys[0], keys[1]);
    assert.ok('workflow_dispatch' in publishing.on);
  });

  test('tell the build that it is published, and hand on a word, a probe and the address', () => {
    const { env = {} } = stepsOf(publishing).find(({ id }) => id === 'site') ?? {};
    const fixed = Object.entries(env).filter(([, value]) => !value.startsWith('${{'));
    assert.equal(publishingHost({ GITHUB_ACTIONS: 'true', ...Object.fromEntries(fixed) }), 'GitHub Pages');
    assert.match(env.NIGHTLIGHT_VOUCH ?? '', /^\$\{\{ inputs\.vouch \}\}$/);
    assert.deepEqual(
      Object.keys(env).filter((name) => env[name] === `\${{ vars.${name} }}`),
      ['NIGHTLIGHT_PROBE', 'SITE_URL', 'BASE_PATH', 'NIGHTLIGHT_ANEW'],
    );
    const { inputs } = publishing.on.workflow_dispatch as { inputs: object };
    assert.deepEqual(Object.keys(inputs), ['vouch']);
  });

  test('take packages from the cache only where the lock file is the same, and all else by what it was made from', () => {
    const caches = stepsOf(publishing).filter(({ uses }) => uses?.startsWith('actions/cache@'));
    const [packages, build] = caches.map((step) => step.with as Record<string, string>);
    assert.equal(packages?.path, 'node_modules');
    assert.match(packages?.key ?? '', /hashFiles\('package-lock\.json'\)/);
    assert.ok(!('restore-keys' in (packages ?? {})));
    assert.equal(build?.path, '.cache');
    assert.match(build?.key ?? '', /'incidents\/\*\*'/);
    const installing = stepsOf(publishing).find(({ run }) => run?.startsWith('npm ci'));
    assert.equal(installing?.if, "steps.packages.outputs.cache-hit != 'true'");
  });

  test('give the host half an hour and a second try, and no two of them run at once', () => {
    const tries = stepsOf(publishing).filter(({ uses }) => uses?.startsWith('actions/deploy-pages@'));
    assert.deepEqual(
      tries.map((step) => [step.with?.timeout, step['continue-on-error'] ?? false, step.if]),
      [
        [1_800_000, true, undefined],
        [1_800_000, false, "steps.first.outcome == 'failure'"],
      ],
    );
    assert.ok((publishing.jobs.deploy?.['timeout-minutes'] ?? 0) > 2 * 30);
    assert.deepEqual(publishing.concurrency, { group: 'pages', 'cancel-in-progress': false });
  });

  test('upload what lies in .well-known/ too', () => {
    const upload = stepsOf(publishing).find(({ uses }) => uses?.startsWith('actions/upload-pages-artifact@'));
    assert.deepEqual(upload?.with, { path: 'dist', 'include-hidden-files': true });
  });
});

test('the pipeline for GitLab publishes in the job by whose name the build knows it, and checks what is proposed', () => {
  const text = readFileSync(join(ROOT, 'docs/deploying/gitlab-ci.yml'), 'utf8');
  const { pages, check, variables } = parse(text) as {
    pages: { script: string[]; pages: { publish: string }; artifacts: { paths: string[] } };
    check: {
      script: string[];
      artifacts: { when: string; paths: string[]; reports: { codequality: string } };
    };
    variables: Record<string, string>;
  };
  assert.equal(publishingHost({ GITLAB_CI: 'true', CI_JOB_NAME: 'pages' }), 'GitLab Pages');
  const { when, paths, reports } = check.artifacts;
  assert.equal(when, 'always');
  assert.deepEqual(check.script, [
    `npm run check -- --also gitlab=${reports.codequality} --also markdown=${paths[0]}`,
    'npm run build',
  ]);
  assert.deepEqual(pages.artifacts.paths, [pages.pages.publish]);
  assert.equal(pages.script[0], 'npm run build');
  assert.equal(variables.GIT_DEPTH, '0');
});

test('the guide’s table of hosts has the numbers of each', () => {
  const guide = readFileSync(join(ROOT, 'docs/deploying.md'), 'utf8');
  for (const [name, { called, rebuildEvery, cacheAge }] of Object.entries(HOSTS)) {
    const row = guide.split('\n').find((line) => line.startsWith(`| ${called} (\`${name}\`) |`)) ?? '';
    const [, , rebuild, cache, believed] = row.split('|').map((cell) => cell.trim());
    assert.deepEqual(
      [rebuild, cache, believed],
      [String(rebuildEvery), String(cacheAge), `${3 * rebuildEvery + cacheAge} min`],
      called,
    );
  }
});
