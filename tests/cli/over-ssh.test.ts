import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { farSide, readSshPlace, type SshPlace } from '../../src/release/ssh.ts';
import { lock } from '../../src/system/lock.ts';
import { serve } from '../server.ts';
import { findOrGetSshd, type Sshd, startSshd } from '../sshd.ts';
import { sharedBuilder } from '../tour/builds.ts';
import { call } from './io.ts';
import { INCIDENT } from './told.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('a page on another machine, over SSH', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const programs = findOrGetSshd();
  const site = join(folder, 'site');
  /** What a shell could trip over. */
  const home = join(folder, `it's "the" $HOME of; a page`);
  const live = join(home, 'live page');
  const bin = join(folder, 'bin');
  let sshd: Sshd;
  const env = (): Record<string, string | undefined> => ({
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
    ...programs.env,
    PATH: [dirname(programs.rsync), dirname(programs.ssh), process.env.PATH].join(delimiter),
    NIGHTLIGHT_SSH_CONFIG: sshd.config,
    NIGHTLIGHT_PICTURES: join(ROOT, '.cache/pictures'),
    NIGHTLIGHT_PROGRAM: join(ROOT, '.cache/program'),
    NIGHTLIGHT_SITE: undefined,
    GITHUB_ACTIONS: undefined,
  });
  const at = (path: string) => `ssh://${sshd.user}@127.0.0.1:${sshd.port}${encodeURI(path)}`;
  const placeOf = (path: string) => readSshPlace(at(path)) as SshPlace;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: site,
      encoding: 'utf8',
    });
  const write = (text: string) => {
    writeFileSync(join(site, 'incidents/2026-02-20-alerts.md'), text);
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', 'said');
  };
  const deploy = async ({
    to = at(live),
    more = [],
    around = {},
    begin = sharedBuilder().begin,
  }: {
    to?: string;
    more?: string[];
    around?: Record<string, string | undefined>;
    begin?: ReturnType<typeof sharedBuilder>['begin'];
  } = {}) => {
    const { code, out, err } = await call(['deploy', '--to', to, ...more], {
      cwd: site,
      env: { ...env(), ...around },
      now: Date.now,
      wait: (ms) => pause(ms),
      begin,
    });
    return { code, output: out + err };
  };
  const releases = () =>
    readdirSync(`${live}.releases`)
      .filter((name) => /^\d{8}-[^.]*$/.test(name))
      .toSorted();
  const page = (file: string) => readFileSync(join(live, file), 'utf8');
  const heartbeat = () => JSON.parse(page('heartbeat.json'));

  before(async () => {
    for (const one of [join(site, 'incidents'), home, bin]) mkdirSync(one, { recursive: true });
    mkdirSync(join(site, 'public'));
    cpSync(join(ROOT, 'tests/fixtures/sites/small.yaml'), join(site, 'nightlight.yaml'));
    writeFileSync(join(site, '.gitignore'), '.cache\n');
    git('init', '-q', '-b', 'main');
    write(INCIDENT);
    sshd = await startSshd(join(folder, 'sshd'), programs, [bin, dirname(programs.rsync)]);
  });
  after(async () => {
    await sshd.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('goes live as a link to a release with its mark, whatever stands in its path', async () => {
    const { code, output } = await deploy({ more: ['--vouch', 'watch'] });
    assert.equal(code, 0, output);
    assert.match(output, /Live after [\d.]+ s: ssh:.* -> ssh:.*\.releases\/00000001-/);
    const [first = ''] = releases();
    assert.equal(readlinkSync(live), `live page.releases/${first}`);
    assert.match(page('index.html'), /Followers get no alerts/);
    assert.ok(existsSync(`${live}.releases/${first}.whole.json`));
    assert.deepEqual(readdirSync(home).toSorted(), ['live page', 'live page.releases']);
    assert.equal(statSync(join(live, 'index.html')).mode & 0o777, 0o644);
  });

  test('keeps with the next deploy its addresses, the word that stands there, and the files that are as they were', async () => {
    const old = page('addresses.txt')
      .split('\n')
      .filter((line) => line.startsWith('/'));
    const word = heartbeat().vouched;
    const same = statSync(join(live, 'robots.txt')).ino;
    write(`${INCIDENT}\n## Resolved - 2026-02-20T04:30Z\nAlerts reach followers again.\n`);
    const { code, output } = await deploy();
    assert.equal(code, 0, output);
    assert.match(page('incidents/2026-02-20-alerts/index.html'), /Alerts reach followers again/);
    const now = new Set(page('addresses.txt').split('\n'));
    assert.deepEqual(
      old.filter((address) => !now.has(address)),
      [],
    );
    assert.deepEqual(heartbeat().vouched, word);
    assert.equal(statSync(join(live, 'robots.txt')).ino, same);
  });

  test('carries over what is printed no more, from there', async () => {
    const [cited = ''] = /^\/incidents\/2026-02-20-alerts\/revisions\/.*$/m.exec(page('addresses.txt')) ?? [];
    git('checkout', '-q', '--orphan', 'squashed');
    write(readFileSync(join(site, 'incidents/2026-02-20-alerts.md'), 'utf8'));
    const { code, output } = await deploy();
    assert.equal(code, 0, output);
    assert.match(output, /Kept as they were published before: incidents\/2026-02-20-alerts\/revisions\//);
    assert.ok(existsSync(join(live, cited, 'index.html')));
  });

  test('tells the same from outside as any other', async () => {
    const server = await serve({ '/': live }, Date.now());
    const { code, out } = await call(['verify', server.url], { now: Date.now, fetch });
    await server.close();
    assert.equal(code, 0, out);
    assert.match(out, /: fresh, whole, build /);
  });

  test('is as it was where an incident that it holds is gone', async () => {
    const named = readlinkSync(live);
    const lost = join(folder, 'lost');
    mkdirSync(join(lost, 'incidents'), { recursive: true });
    cpSync(join(site, 'nightlight.yaml'), join(lost, 'nightlight.yaml'));
    execFileSync('git', ['init', '-q', lost]);
    const { code, output } = await deploy({ around: { NIGHTLIGHT_SITE: lost } });
    assert.equal(code, 1);
    assert.match(output, /incidents\/2026-02-20-alerts\/index\.html {2}error {2}published-address-vanished/);
    assert.equal(readlinkSync(live), named);
  });

  test('keeps the word that was given there while it was built', async () => {
    const said = { ...heartbeat(), vouched: { by: 'person', at: '', until: '' } };
    const begin: ReturnType<typeof sharedBuilder>['begin'] = (...args) => {
      const child = sharedBuilder().begin(...args);
      child.on('close', () => {
        const [now, later] = [0, 600_000].map((ms) => new Date(Date.now() + ms).toISOString());
        writeFileSync(
          join(live, 'heartbeat.json.1'),
          JSON.stringify({ ...said, vouched: { by: 'person', at: now, until: later } }),
        );
        execFileSync('mv', [join(live, 'heartbeat.json.1'), join(live, 'heartbeat.json')]);
      });
      return child;
    };
    const named = readlinkSync(live);
    const { code, output } = await deploy({ begin });
    assert.equal(code, 0, output);
    assert.notEqual(readlinkSync(live), named);
    assert.equal(heartbeat().vouched.by, 'person');
  });

  test('has its heartbeat renewed from here', async () => {
    const beat = (...more: string[]) =>
      call(['beat', '--to', at(live), ...more], { cwd: site, env: env(), now: Date.now });
    const before = heartbeat();
    const { code, out, err } = await beat('--vouch', 'watch');
    assert.equal(code, 0, out + err);
    assert.equal(heartbeat().vouched.by, 'watch');
    assert.ok(heartbeat().valid_until > before.valid_until);
    assert.equal(heartbeat().build, before.build);
    assert.equal(statSync(join(live, 'heartbeat.json')).mode & 0o777, 0o644);
    writeFileSync(join(site, 'incidents/2026-02-20-alerts.md'), INCIDENT);
    const changed = await beat();
    git('checkout', '-q', '.');
    assert.equal(changed.code, 3);
    assert.match(changed.out, /not as committed/);
    const named = readlinkSync(live);
    rmSync(live);
    symlinkSync(named.replace('.releases/', '.unknown/'), live);
    cpSync(`${live}.releases`, `${live}.unknown`, { recursive: true });
    const guarded = await beat();
    rmSync(live);
    symlinkSync(named, live);
    rmSync(`${live}.unknown`, { recursive: true });
    assert.match(guarded.out, /"unknown" was put in place at ssh:/);
    const nothing = await call(['beat', '--to', at(home)], { cwd: site, env: env(), now: Date.now });
    assert.equal(nothing.code, 1);
    assert.match(nothing.err, /There is no heartbeat at .* on 127\.0\.0\.1\./);
  });

  test('takes a file beside its heartbeat, whole, and none where no page is', async () => {
    const side = farSide(placeOf(live), env() as NodeJS.ProcessEnv);
    const text = JSON.stringify({ quote: `it's $HOME "x" \\ %s`, long: 'x'.repeat(400_000) });
    await side.write('watch.json', text);
    assert.equal(page('watch.json'), text);
    assert.equal(statSync(join(live, 'watch.json')).mode & 0o777, 0o644);
    await assert.rejects(
      farSide(placeOf(join(home, 'none')), env() as NodeJS.ProcessEnv).write('watch.json', text),
    );
    assert.equal(existsSync(join(live, 'watch.json.next')), false);
  });

  test('is taken by one of two deploys at a time; the other is told to deploy again', async () => {
    const ends = await Promise.all([deploy(), deploy()]);
    assert.deepEqual(
      ends.map(({ code }) => code).toSorted(),
      [0, 1],
      ends.map(({ output }) => output).join('\n'),
    );
    assert.match(
      ends.find(({ code }) => code === 1)?.output ?? '',
      /Another deploy went live at .* while this one was made, and stays\. Deploy again/,
    );
  });

  test('keeps five releases, and nothing of what was cut off a day ago', async () => {
    const [broken, old, young] = ['00000003-cut', 'incoming-old.made', 'incoming-young.made'].map((name) => {
      const path = join(`${live}.releases`, name);
      mkdirSync(path);
      return path;
    }) as [string, string, string];
    utimesSync(old, 0, 0);
    const { code, output } = await deploy();
    assert.equal(code, 0, output);
    assert.equal(releases().length, 5);
    assert.deepEqual([broken, old, young].map(existsSync), [false, false, true]);
    assert.equal(realpathSync(live), join(realpathSync(home), 'live page.releases', releases().at(-1) ?? ''));
    assert.equal(readdirSync(`${live}.releases`).filter((name) => name.endsWith('.whole.json')).length, 5);
  });

  test('is read from the newest whole release where the live one is gone, and from behind a guard', async () => {
    const named = releases().at(-1) ?? '';
    rmSync(live);
    assert.deepEqual((({ named, from }) => [named, from])(await farSide(placeOf(live), env()).look()), [
      '',
      named,
    ]);
    symlinkSync(`live page.unknown/${named}`, live);
    const { code, output } = await deploy();
    assert.equal(code, 0, output);
    assert.notEqual(releases().at(-1), named);
  });

  test('is never a folder of its own, nor what leads to something else', async () => {
    const [own, other, nowhere] = ['own', 'other', 'nowhere/live'].map((name) => join(home, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(own);
    mkdirSync(`${other}.elsewhere`);
    symlinkSync('other.elsewhere', other);
    const ends = await Promise.all([own, other, nowhere].map((path) => deploy({ to: at(path) })));
    assert.deepEqual(
      ends.map(({ code }) => code),
      [1, 1, 1],
    );
    const [first, second, third] = ends.map(({ output }) => output) as [string, string, string];
    assert.match(
      first,
      /own is a folder of its own on the other side, and nothing in it will be overwritten/,
    );
    assert.match(second, /leads to something else than a page of Nightlight/);
    assert.match(third, /There is no folder on the other side in which .*nowhere\/live could lie/);
    for (const output of [first, third]) assert.match(output, /The live site is as it was\./);
  });

  test('is not reached by a host key that is not known, with the command that keeps it', async () => {
    writeFileSync(sshd.knownHosts, '');
    const unknown = await deploy();
    const other = sshd.known.replace(
      / \S+\n$/,
      () => ` ${readFileSync(join(folder, 'sshd/key.pub'), 'utf8').split(' ')[1]}\n`,
    );
    writeFileSync(sshd.knownHosts, other);
    const changed = await deploy();
    writeFileSync(sshd.knownHosts, sshd.known);
    assert.deepEqual([unknown.code, changed.code], [1, 1]);
    assert.match(
      unknown.output,
      /host key of 127\.0\.0\.1 is not known here\. [\s\S]*ssh-keyscan -p \d+ 127\.0\.0\.1 >> ~\/\.ssh\/known_hosts/,
    );
    assert.match(changed.output, /has another host key than the one that is known here/);
    assert.equal(readFileSync(sshd.knownHosts, 'utf8'), sshd.known);
  });

  test('asks nobody for a password, and says where no key is let in, and where nobody answers', async () => {
    const config = join(folder, 'no-key');
    writeFileSync(
      config,
      readFileSync(sshd.config, 'utf8').replace(/^IdentityFile .*$/m, 'IdentityFile /dev/null'),
    );
    const closed = await deploy({ around: { NIGHTLIGHT_SSH_CONFIG: config, SSH_AUTH_SOCK: undefined } });
    assert.match(
      closed.output,
      /127\.0\.0\.1 lets no key of yours in as .*Bring yours there: ssh-copy-id -p .*\nThe live site is as it was\./,
    );
    const nobody = await deploy({ to: 'ssh://127.0.0.1:1/srv/status' });
    assert.match(
      nobody.output,
      /127\.0\.0\.1 cannot be reached.*Connection refused\. The live site is as it was\./,
    );
  });

  test('needs its programs on both sides, and says how to get them', async () => {
    const none = await deploy({ around: { PATH: join(folder, 'empty') } });
    assert.match(
      none.output,
      /ssh {2}error {2}program-missing[\s\S]*no ssh on this machine[\s\S]*openssh-client/,
    );
    for (const name of ['rsync', 'flock']) {
      // Where both folders of programs are hidden behind one that lacks it.
      const shell = join(bin, 'sh');
      writeFileSync(
        shell,
        `#!/bin/sh\ncommand() { case "$2" in ${name}) return 1 ;; esac; }\n. /dev/stdin\n`,
      );
      chmodSync(shell, 0o755);
      const { output } = await deploy();
      rmSync(shell);
      assert.match(output, new RegExp(`no ${name} on 127\\.0\\.0\\.1`));
    }
  });

  test('refuses a machine that is no Linux before anything is brought there, and says what to do', async () => {
    const uname = join(bin, 'uname');
    writeFileSync(uname, '#!/bin/sh\necho Darwin\n');
    chmodSync(uname, 0o755);
    const { output } = await deploy();
    rmSync(uname);
    assert.match(output, /runs no Linux[\s\S]* --to \/.*live page\n.*The live site is as it was\./);
  });

  test('is named as an address, or the call is wrong', async () => {
    for (const to of [
      'ssh://example.org',
      'ssh://example.org/',
      'ssh://-oProxyCommand=x/srv',
      'ssh://example.org/srv/../etc',
      'ssh://example.org/srv/*',
      'ssh://example.org/srv/%0A',
      'ssh://example.org:x/srv',
      'sftp://example.org/srv',
    ]) {
      const { code, output } = await deploy({ to });
      assert.equal(code, 2, to);
      assert.match(output, /--to {2}error {2}flag-value/);
    }
  });
});

describe('a way to another machine that breaks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightlight-'));
  const programs = findOrGetSshd();
  const [bin, live, count] = ['bin', 'live', 'count'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  before(() => {
    mkdirSync(bin);
    // It goes no way at all, and does on this machine what it is asked for, or the beginning of it.
    writeFileSync(
      join(bin, 'ssh'),
      `#!/bin/sh
while :; do
  case $1 in
    -T) shift ;;
    -o | -p | -l | -F) shift 2 ;;
    *) break ;;
  esac
done
[ "$1" != -- ] || shift
shift
count=$(cat '${count}')
echo $((count + 1)) > '${count}'
[ "$count" = "$CUT_AT" ] || exec sh -c "$*"
case $CUT_HOW in
  before) ;;
  after) sh -c "$*" ;;
  killed)
    exec 3<&0
    sh -c "$*" <&3 &
    sleep 0.02
    kill -9 $PPID $!
    ;;
  'last line') sed '$d' | sh -c "$*" ;;
  *) head -c "$CUT_HOW" | sh -c "$*" ;;
esac
exit 255
`,
    );
    chmodSync(join(bin, 'ssh'), 0o755);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const FILES = ['addresses.txt', 'versions.txt', 'heartbeat.json'];
  /** Puts a small release live, where a call of `ssh` is cut. */
  const put = async (word: string, cut: Record<string, string> = {}): Promise<unknown> => {
    const made = join(folder, `made-${word}`);
    mkdirSync(made);
    writeFileSync(join(made, 'index.html'), word.repeat(5_000));
    for (const name of FILES) writeFileSync(join(made, name), word);
    writeFileSync(`${made}.whole.json`, '{}');
    writeFileSync(count, '0');
    const side = farSide(readSshPlace(`ssh://example.org${live}`) as SshPlace, {
      ...process.env,
      ...programs.env,
      ...cut,
      PATH: [bin, dirname(programs.rsync), process.env.PATH].join(delimiter),
    });
    try {
      return await side.goLive({
        ...{ folder: made, mark: `${made}.whole.json`, label: word, before: await side.look() },
        anew: false,
        heartbeat: async () => word,
      });
    } catch (error) {
      return error;
    }
  };
  const isWhole = (word: string) =>
    readFileSync(join(live, 'index.html'), 'utf8') === word.repeat(5_000) &&
    FILES.every((name) => readFileSync(join(live, name), 'utf8') === word);

  test('is not switched while that machine itself deploys, which its own lock tells', async () => {
    await put('first');
    const unlock = await lock(join(`${live}.releases`, 'lock'), 0);
    const refused = await put('second');
    unlock();
    assert.match(
      String(refused),
      /A deploy on that machine itself into .* is under way, and nothing was changed/,
    );
    assert.ok(isWhole('first'));
    assert.match(String(await put('third')), /^\d{8}-third$/);
    rmSync(live);
    rmSync(`${live}.releases`, { recursive: true });
  });

  test('leaves a whole page at every step, and the next deploy goes live', async () => {
    assert.equal(await put('old'), '00000001-old');
    let stands = 'old';
    // To look, to bring it, to bring its mark, to read the heartbeat, to switch.
    for (let step = 0; step < 5; step++)
      for (const how of [
        'before',
        ...(step === 1 || step === 2 ? ['killed'] : ['900', 'last line']),
        'after',
      ]) {
        const word = `new${step}${how}`;
        const ended = await put(word, { CUT_AT: String(step), CUT_HOW: how });
        const isLive = typeof ended === 'string';
        if (isLive) stands = word;
        assert.ok(isWhole(stands), `step ${step}, ${how}: ${String(ended)}`);
        assert.equal(isLive, step === 4 && how === 'after', `step ${step}, ${how}: ${String(ended)}`);
      }
    assert.match(String(await put('end')), /^\d{8}-end$/);
    assert.ok(isWhole('end'));
    assert.deepEqual(
      readdirSync(`${live}.releases`).filter((name) => name.startsWith('incoming-')),
      [],
    );
  });
});
