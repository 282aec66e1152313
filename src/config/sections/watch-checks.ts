import type { Check } from '../section.ts';

/** The kinds of checks, each a key. */
export const CHECK_KINDS = ['http', 'round_trip', 'tls', 'tcp', 'dns'] as const;

interface Said {
  checks?:
    | (({ id?: string | undefined; fails?: unknown[] | undefined } & Record<string, unknown>) | undefined)[]
    | undefined;
}

/** Reports checks that are called alike, that look at nothing or at several things, and that hurt nothing. */
export function checkWatch({ checks }: Said, { report, at }: Check): void {
  for (const [index, one] of (checks ?? []).entries()) {
    if (!one) continue;
    const place = (key: string) => at('checks', index, key);
    if (checks?.slice(0, index).some((other) => other?.id !== undefined && other.id === one.id))
      report.add({
        name: 'id-duplicate',
        place: place('id'),
        found: `${one.id}`,
        expected: 'an id that no other check has',
        remedy: 'Give one of the two another.',
      });
    const kinds = CHECK_KINDS.filter((kind) => one[camel(kind)] !== undefined);
    if (kinds.length === 0)
      report.add({
        name: 'key-missing',
        place: at('checks', index),
        found: 'nothing that is looked at',
        expected: `one of ${CHECK_KINDS.join(', ')}`,
        remedy: 'Add a line such as "http: { url: https://api.example.org/health }".',
      });
    for (const kind of kinds.slice(1))
      report.add({
        name: 'key-not-for-kind',
        place: place(kind),
        found: `"${kind}" beside "${kinds[0]}"`,
        expected: 'one thing that a check looks at',
        remedy: 'Make a check of its own of it.',
      });
    if (one.fails?.length === 0)
      report.add({
        name: 'value-not-allowed',
        place: place('fails'),
        found: '[]',
        expected: 'at least one component',
        remedy: 'Write the id of what does not work while this check fails.',
      });
  }
}

const camel = (key: string) => key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
