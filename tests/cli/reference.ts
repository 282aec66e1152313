import type { Command, Commands } from '../../src/cli/command.ts';
import { allExits, flagsOf, jsonFields, meaning, usage, variablesOf, written } from '../../src/cli/help.ts';

/** The reference of all commands as it stands in `docs/commands.md`, behind what is written there by hand. */
export async function reference(commands: Commands): Promise<string> {
  const sections = Object.entries(commands).map(async ([name, { says, load }]) => {
    const { command } = await load();
    return [
      `## ${name}`,
      `\`${usage(name, command)}\``,
      says,
      ...(command.more ?? []),
      ...parts(command),
    ].join('\n\n');
  });
  return `${(await Promise.all(sections)).join('\n\n')}\n`;
}

function parts(command: Command): string[] {
  const { args = {}, examples, exits, json } = command;
  return [
    table(
      'argument',
      Object.entries(args).map(([name, one]) => [`\`${name.toUpperCase()}\``, meaning(one)]),
    ),
    table(
      'flag',
      Object.entries(flagsOf(command)).map(([name, one]) => [`\`${written(name, one)}\``, meaning(one)]),
    ),
    table(
      'variable',
      Object.entries(variablesOf(command)).map(([name, says]) => [`\`${name}\``, says]),
    ),
    table('exit code', Object.entries(allExits(exits))),
    ...(json === undefined
      ? []
      : [
          typeof json === 'string'
            ? `With \`--json\`: ${json}`
            : table(
                'key of the JSON',
                Object.entries(jsonFields(json)).map(([key, says]) => [`\`${key}\``, says]),
              ),
        ]),
    `\`\`\`sh\n${examples.map(({ when, call }) => `nightlight ${call} # ${when}`).join('\n')}\n\`\`\``,
  ].filter((part) => part !== '');
}

function table(title: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  return [
    `| ${title} | meaning |`,
    '|---|---|',
    ...rows.map(([one, says]) => `| ${one} | ${says.replaceAll('|', '\\|')} |`),
  ].join('\n');
}
