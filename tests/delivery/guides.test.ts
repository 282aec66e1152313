import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { COMMANDS } from '../../src/cli/commands.ts';
import { command } from '../../src/cli/commands/deliver.ts';
import { variablesOf } from '../../src/cli/help.ts';
import { parseCall } from '../../src/cli/parse.ts';
import { channelsOf } from '../../src/delivery/channels/index.ts';
import { wordsOf } from '../cli/io.ts';
import { parse, SMALL } from '../config/reading.ts';
import { around } from './around.ts';

const DOCS = resolve(import.meta.dirname, '../../docs');
const GUIDES = ['delivery.md', 'subscribers.md', ...globSync('delivery/*.md', { cwd: DOCS })].toSorted();
const read = (guide: string) => readFileSync(join(DOCS, guide), 'utf8');

/** What stands in code, in a line or a block. */
const codeIn = (text: string) => [
  ...[...text.matchAll(/^```\w*\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.split('\n')),
  ...[...text.replaceAll(/^```.*?^```$/gms, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code),
];
const blocksIn = (text: string, kind: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block);
const configsIn = (text: string) => blocksIn(text, 'yaml').filter((one) => one.startsWith('delivery:'));

/** A key of Twilio's is asked for where one is begun with. */
const WITH: Record<string, string>[] = [{}, { TWILIO_API_KEY: 'SK' }];

/** Which variables the channels of a config miss where none is set, but those that say which others are meant. */
async function wantedBy(config: string, env: Record<string, string> = {}): Promise<string[]> {
  const { config: whole, problems } = parse(SMALL + config);
  assert.ok(whole, JSON.stringify(problems));
  const channels = await channelsOf(whole.delivery, around({ env }));
  const checked = await Promise.all(channels.map(({ check }) => check(AbortSignal.timeout(5_000))));
  await Promise.all(channels.map((channel) => channel.close?.()));
  return checked.flat().flatMap(({ source }) => ('variable' in source ? [source.variable] : []));
}

describe('the guides of telling people', () => {
  test('show configs in which nothing is wrong', () => {
    const shown = GUIDES.flatMap((guide) => configsIn(read(guide)).map((config) => [guide, config] as const));
    assert.ok(shown.length >= 13);
    for (const [guide, config] of shown)
      assert.deepEqual(
        parse(SMALL + config).problems.map(({ name, found }) => `${guide}: ${name}, ${found}`),
        [],
      );
  });

  test('name commands that there are, with words that they take', () => {
    const calls = GUIDES.flatMap((guide) =>
      codeIn(read(guide)).flatMap((code) => {
        const [, words] =
          /^(?:nightlight |npm run )?deliver(?: --)?(?: (.*))?$/.exec(uncommented(code)) ?? [];
        return words === undefined ? [] : [{ guide, words }];
      }),
    );
    assert.ok(calls.length > 20);
    for (const { guide, words } of calls)
      assert.doesNotThrow(() => parseCall(wordsOf(words), command), `${guide}: ${words}`);
  });

  test('name variables that somebody reads, and each channel’s guide all that it wants', async () => {
    const known = new Set(
      (await Promise.all(Object.values(COMMANDS).map((one) => one.load()))).flatMap((one) =>
        Object.keys(variablesOf(one.command)),
      ),
    );
    for (const guide of GUIDES)
      for (const config of configsIn(read(guide)))
        for (const env of WITH)
          for (const variable of await wantedBy(config, env)) {
            known.add(variable);
            assert.ok(read(guide).includes(`${variable}`), `${guide} lacks ${variable}`);
          }
    const named = GUIDES.flatMap((guide) =>
      codeIn(read(guide))
        .flatMap((code) => code.match(/(?<![\w<$])[A-Z][A-Z\d]*_[A-Z\d_]*[A-Z\d](?!\w)/g) ?? [])
        .map((name) => `${guide} ${name}`),
    );
    assert.ok(named.length > 20);
    assert.deepEqual(
      named.filter((one) => !known.has(one.split(' ')[1] ?? '') && !NO_VARIABLES.has(one)),
      [],
    );
  });

  test('lead to places that are there', () => {
    for (const guide of GUIDES)
      for (const [, path = '', anchor] of read(guide).matchAll(
        /\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g,
      )) {
        const file = path === '' ? join(DOCS, guide) : join(DOCS, dirname(guide), path);
        assert.ok(existsSync(file), `${guide}: ${path}`);
        if (anchor === undefined) continue;
        const anchors = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
          title
            .toLowerCase()
            .replaceAll(/[^\w\s-]/g, '')
            .replaceAll(' ', '-'),
        );
        assert.ok(anchors.includes(anchor), `${guide}: ${path}#${anchor}`);
      }
  });

  test('are all led to by the first, and there is one for each channel of the config', () => {
    const first = read('delivery.md') + read('delivery/deploying.md');
    for (const guide of GUIDES.filter((one) => one !== 'delivery.md'))
      assert.ok(first.includes(guide) || first.includes(`(${guide.replace('delivery/', '')}`), guide);
  });
});

/** Without what follows for the reader alone. */
function uncommented(line: string): string {
  return line.replace(/\s+#.*$/, '').replace(/\s+[|>].*$/, '');
}

/** Written in capitals, and no variable of ours. */
const NO_VARIABLES = new Set(['delivery/command.md EX_TEMPFAIL', 'subscribers.md CONSENT_VERSION']);
