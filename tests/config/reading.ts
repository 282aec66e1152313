import { type ParsedConfig, readConfig } from '../../src/config/index.ts';
import type { Neighbours } from '../../src/config/fields.ts';
import { LANGUAGES } from '../languages.ts';

/** Later than anything that has come in these configs. */
const LATEST = Date.UTC(2026, 2, 1);

/** A small config in which nothing is wrong. */
export const SMALL = `site:
  languages: [en, es]
  name: { en: Status, es: Estado }
  service: { en: glucose sharing, es: el uso compartido }
  url: https://status.example.org
  tag: { authority: example.org, year: 2026 }
  operator: { name: The operator, contact: 'mailto:us@example.org' }
  report: https://example.org/report
  advice: { en: Look at the device., es: Mire el dispositivo. }
  pledge: { first_notice: 15, update_every: 60 }
  groups:
    - { id: follow, name: { en: Follow, es: Seguir } }
  components:
    - id: alerts
      name: { en: Alerts, es: Alertas }
      description: { en: Alerts arrive., es: Llegan alertas. }
      group: follow
      headline: true
      since: 2018-01-01
watch:
  vouch_for: 20
publish:
  rebuild_every: 10
  cache_age: 5
`;

/** What lies beside it, by paths. */
export type Beside = Readonly<Record<string, string | Uint8Array>>;

export function parse(
  text: string,
  spoken: readonly string[] = LANGUAGES,
  beside: Beside = {},
  neighbours?: Neighbours,
): ParsedConfig {
  const encode = (one: string) => new TextEncoder().encode(one);
  return readConfig(
    encode(text),
    'nightlight.yaml',
    LATEST,
    spoken,
    (path) => {
      const file = beside[path];
      return typeof file === 'string' ? encode(file) : file;
    },
    neighbours,
  );
}

/** What is said of a config: place and name, what was found, what was expected, the way out. */
export function said(text: string): string[] {
  return parse(text).problems.map(
    ({ place, name, found, expected, remedy }) =>
      `${place?.line}:${place?.column} ${name}: ${found} | ${expected} | ${remedy}`,
  );
}

/** The small config with one line in the place of another; only the first that begins so. */
export function withLine(beginning: string, line: string): string {
  const lines = SMALL.split('\n');
  const at = lines.findIndex((one) => one.trimStart().startsWith(beginning));
  if (at < 0) throw new Error(`no line begins with ${beginning}`);
  return lines.with(at, line).join('\n');
}
