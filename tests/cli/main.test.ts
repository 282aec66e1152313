import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { type Commands, defineCommand } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { readCall } from '../../src/cli/find.ts';
import { allExits } from '../../src/cli/help.ts';
import { UserError } from '../../src/problems/errors.ts';
import { reference } from './reference.ts';
import { call as callAny, STACK, wordsOf } from './io.ts';

/** A command that says how it was called, and throws what it is told to. */
const ring = defineCommand({
  more: ['It rings once.'],
  args: { bell: { choices: ['small', 'large'], needed: true, says: 'Which one.' }, room: { says: 'Where.' } },
  flags: {
    to: { value: 'NAME', needed: true, says: 'Whom to wake.' },
    tone: { value: 'TONE', choices: ['low', 'high'], says: 'How it sounds.' },
    why: { value: 'REASON', multiple: true, says: 'The reason.' },
    softly: { says: 'It is night.' },
  },
  variables: { BELLS: 'Where they hang.' },
  examples: [{ when: 'At three in the morning', call: 'ring small --to ada' }],
  exits: { 0: 'It rang.', 1: 'It did not.', 3: 'Nobody woke.' },
  json: { heard: 'Who heard it.' },
  run: async ({ flags, args, env, tell, warn }) => {
    if (env.THROW === 'theirs') throw new UserError('The rope is cut. Hang another.');
    if (env.THROW === 'ours') throw new TypeError('bell is not a function');
    tell(JSON.stringify({ args, ...flags }));
    warn('Somebody turns over.');
    return { code: 3, report: { heard: flags.to } };
  },
});
const commands: Commands = {
  ring: { says: 'Rings a bell.', load: async () => ({ command: ring }) },
  rest: { says: 'Does nothing.', load: async () => assert.fail('nobody asked for it') },
  help: COMMANDS.help ?? assert.fail(),
};
const call = (argv: string[], around: Parameters<typeof callAny>[1] = {}) =>
  callAny(argv, { commands, ...around });

describe('a call', () => {
  test('hands a command its flags and words, and answers its exit code', async () => {
    const { code, out, err } = await call([
      'ring',
      'small',
      '--to',
      'ada',
      '--why',
      'a',
      '--why=-b',
      '--softly',
    ]);
    assert.deepEqual(JSON.parse(out), {
      args: { bell: 'small' },
      to: 'ada',
      why: ['a', '-b'],
      softly: true,
      json: false,
      help: false,
    });
    assert.deepEqual([code, err], [3, 'Somebody turns over.\n']);
  });

  test('takes what is not said for nothing, and what stands behind two dashes for a word', async () => {
    const { out } = await call(['ring', '--to=ada', '--', 'large', 'attic']);
    assert.deepEqual(JSON.parse(out), {
      args: { bell: 'large', room: 'attic' },
      to: 'ada',
      why: [],
      softly: false,
      json: false,
      help: false,
    });
  });

  test('for a program prints one object and nothing else; words are said beside it', async () => {
    const { code, out, err } = await call(['ring', 'small', '--to', 'ada', '--json']);
    assert.equal(out, '{"command":"ring","exit_code":3,"heard":"ada"}\n');
    assert.equal(code, 3);
    assert.match(err, /"to":"ada"[\s\S]*Somebody turns over\.\n$/);
  });
});

describe('a wrong call', () => {
  const wrong: [what: string, argv: string[], ...words: RegExp[]][] = [
    [
      'a command that is none',
      ['rign'],
      /^rign {2}error {2}command-unknown/,
      /one of ring, rest, help$/m,
      /Did you mean "ring"\?/,
    ],
    ['a flag before the command', ['--json', 'ring'], /Write the command first, and its flags behind it\./],
    ['what every object has', ['toString'], /command-unknown/],
    [
      'a flag that is none',
      ['ring', 'small', '--too', 'ada'],
      /--too {2}error {2}flag-unknown/,
      /one of --to, --tone, --why, --softly, --json, --help$/m,
      /Did you mean "--to"\?/,
    ],
    ['a short flag', ['ring', 'small', '--to', 'ada', '-x'], /^-x {2}error {2}flag-unknown/],
    [
      'a flag that is missing',
      ['ring', 'small'],
      /--to {2}error {2}flag-missing/,
      /expected: --to NAME$/m,
      /as here: nightlight ring small --to ada$/m,
    ],
    [
      'a word that is missing',
      ['ring', '--to', 'ada'],
      /BELL {2}error {2}argument-missing/,
      /expected: small or large$/m,
    ],
    [
      'a word that is none',
      ['ring', 'smal', '--to', 'ada'],
      /BELL {2}error {2}argument-unknown/,
      /Did you mean "small"\?/,
    ],
    [
      'a word too many',
      ['ring', 'small', 'attic', 'x', '--to', 'ada'],
      /^x {2}error {2}argument-unknown/,
      /expected: BELL ROOM and flags/,
    ],
    [
      'a value that is none',
      ['ring', 'small', '--to', 'ada', '--tone', 'hihg'],
      /--tone {2}error {2}flag-value/,
      /found: {4}hihg$/m,
      /expected: low or high$/m,
      /"high"\?/,
    ],
    [
      'a flag with nothing behind it',
      ['ring', 'small', '--to'],
      /found: {4}nothing after --to$/m,
      /expected: --to NAME$/m,
    ],
    ['a flag with an empty value', ['ring', 'small', '--to', ''], /found: {4}nothing after --to$/m],
    [
      'a flag that swallows the next',
      ['ring', 'small', '--to', '--softly'],
      /found: {4}--softly after --to$/m,
      /--to=--softly$/m,
    ],
    [
      'a switch with a value',
      ['ring', 'small', '--to', 'ada', '--softly=yes'],
      /found: {4}--softly=yes$/m,
      /expected: --softly alone$/m,
    ],
  ];
  for (const [what, argv, ...words] of wrong)
    test(`with ${what} is answered on standard error, with exit code 2, and where help is`, async () => {
      const { code, out, err } = await call(argv);
      assert.deepEqual([code, out], [2, '']);
      for (const one of words) assert.match(err, one);
      assert.match(
        err,
        argv[0] === 'ring' ? /^For help, add --help to it\.$/m : /^For help: nightlight help$/m,
      );
      assert.doesNotMatch(err, STACK);
    });

  test('is told all that is wrong at once', async () => {
    const { err } = await call(['ring', 'smal', 'attic', 'x', '--tone', 'hihg']);
    assert.match(err, /^4 errors, 0 warnings$/m);
  });

  test('with a flag that is none is not told of what may follow from it', async () => {
    const { err } = await call(['ring', 'small', 'attic', '--too', 'ada']);
    assert.match(err, /^1 error, 0 warnings$/m);
  });

  test('from a program is told in JSON too', async () => {
    const { code, out } = await call(['ring', 'smal', '--json']);
    const { problems, ...rest } = JSON.parse(out);
    assert.deepEqual(rest, { command: 'ring', exit_code: 2, error: '2 errors, 0 warnings' });
    assert.equal(code, 2);
    assert.deepEqual(
      problems.map(({ name, flag, argument }: Record<string, string>) => [name, flag ?? argument]),
      [
        ['argument-unknown', 'BELL'],
        ['flag-missing', '--to'],
      ],
    );
  });

  test('cannot write over what stands in the terminal', async () => {
    const { err } = await call(['ri\u001b[2Jng']);
    assert.ok(!err.includes('\u001b'));
  });
});

describe('what goes wrong', () => {
  const ringing = ['ring', 'small', '--to', 'ada'];

  test('and can be mended is a sentence, and exit code 1', async () => {
    const { code, out, err } = await call(ringing, { env: { THROW: 'theirs' } });
    assert.deepEqual([code, out, err], [1, '', 'The rope is cut. Hang another.\n']);
    const told = await call([...ringing, '--json'], { env: { THROW: 'theirs' } });
    assert.equal(told.out, '{"command":"ring","exit_code":1,"error":"The rope is cut. Hang another."}\n');
  });

  test('by a mistake of ours says that it is one, where to tell it, and the way through the code', async () => {
    const { code, err } = await call(ringing, { env: { THROW: 'ours' } });
    assert.equal(code, 1);
    assert.match(
      err,
      /^This is our mistake, not yours: bell is not a function\nPlease send us .*: \S+@\S+\n/,
    );
    assert.match(err, STACK);
  });
});

describe('help', () => {
  test('names each command with what it is for, and loads none of them', async () => {
    const { code, out, err } = await call(['help']);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^nightlight ring: Rings a bell\.\nnightlight rest: Does nothing\.$/m);
    for (const argv of [['--help'], ['-h'], ['help', '--help']]) assert.equal((await call(argv)).out, out);
    const bare = await call([]);
    assert.deepEqual([bare.code, bare.out], [2, '']);
    assert.equal(bare.err, `Say what is to be done.\n\n${out}`);
  });

  test('for one says in sentences what it is for, and then each thing on a line of its own', async () => {
    const { code, out } = await call(['help', 'ring']);
    assert.equal(code, 0);
    assert.equal(
      out,
      `nightlight ring BELL ROOM: Rings a bell.

It rings once.

Arguments:
BELL: Which one. One of small or large. The command needs it.
ROOM: Where.

Flags:
--to NAME: Whom to wake. The command needs it.
--tone TONE: How it sounds. One of low or high.
--why REASON: The reason. It may stand several times.
--softly: It is night.
--json: Prints JSON on standard output, for a program; words go to standard error.
--help: Says what stands here.

Variables of the environment:
BELLS: Where they hang.

Examples:
At three in the morning: nightlight ring small --to ada

Exit codes:
0: It rang.
1: It did not.
2: The call is wrong; nothing was done.
3: Nobody woke.

JSON:
command: The name of the command.
exit_code: The exit code, a number.
heard: Who heard it.
error: Why it could not be done, in words; only then.
problems: What is wrong, as nightlight check --json lists it; only where it is a list.
`,
    );
    for (const argv of [
      ['ring', '--help'],
      ['ring', '--too', '-h'],
      ['help', 'ring', '--help'],
    ])
      assert.equal((await call(argv)).out, out);
  });

  test('breaks lines between words where a terminal would break them anywhere', async () => {
    const { out } = await call(['help', 'ring'], { columns: 40 });
    assert.ok(
      out.split('\n').every((line) => line.length <= 40),
      out,
    );
    assert.match(out, /^At three in the morning: nightlight ring\nsmall --to ada$/m);
  });

  test('for a command that is none says which there are', async () => {
    const { code, err } = await call(['help', 'rign']);
    assert.equal(code, 2);
    assert.match(err, /Did you mean "ring"\?/);
  });
});

test('the version is that of package.json', async () => {
  const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
  for (const flag of ['--version', '-V'])
    assert.deepEqual(await call([flag]), { code: 0, out: `nightlight ${version}\n`, err: '' });
});

describe('every command there is', () => {
  for (const [name, entry] of Object.entries(COMMANDS))
    test(`${name} says how to call it, in sentences, with examples that can be called`, async () => {
      const { command } = await entry.load();
      const { code, out } = await callAny(['help', name]);
      assert.equal(code, 0);
      assert.match(out, /^Examples:$/m);
      assert.match(out, /^Exit codes:$/m);
      const flags = Object.values(command.flags).map(({ says }) => says);
      const args = Object.values(command.args ?? {}).map(({ says }) => says);
      const exits = Object.values(allExits(command.exits));
      for (const sentence of [entry.says, ...(command.more ?? []), ...flags, ...args, ...exits])
        assert.match(sentence, /^["A-Z].*\.$/);
      for (const example of command.examples) await readCall(wordsOf(example.call), COMMANDS);
    });

  test('stands in docs/commands.md with all of it', async () => {
    const path = resolve(import.meta.dirname, '../../docs/commands.md');
    const [head = ''] = readFileSync(path, 'utf8').split(/^## /m);
    const page = head + (await reference(COMMANDS));
    if (process.env.UPDATE_GOLDEN) writeFileSync(path, page);
    assert.equal(readFileSync(path, 'utf8'), page);
  });
});
