import { isIP } from 'node:net';
import type { Problem } from '../../problems/index.ts';
import { didYouMean } from '../../problems/suggest.ts';
import type { Check } from '../section.ts';

/** The kinds of checks, each a key. */
export const CHECK_KINDS = ['http', 'round_trip', 'tls', 'tcp', 'dns'] as const;

interface Said {
  checks?: (({ id?: string | undefined; fails?: unknown[] | undefined } & Kinds) | undefined)[] | undefined;
  alerts?: (Alerts | undefined)[] | undefined;
}

interface Alerts {
  place?: string | undefined;
  rules?:
    | (
        | {
            match?: (string | undefined)[] | undefined;
            check?: string | undefined;
            fails?: unknown[] | undefined;
          }
        | undefined
      )[]
    | undefined;
}

/**
 * Reports checks that are called alike, that look at nothing or at several things, that hurt nothing, and that could
 * never go well: a slip here would be said to the public as an outage.
 */
export function checkWatch({ checks, alerts }: Said, { report, at }: Check): void {
  checkAlerts({ checks, alerts }, { report, at });
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
    const kinds = CHECK_KINDS.filter((kind) => (one as Record<string, unknown>)[camel(kind)] !== undefined);
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
    for (const { path, ...slip } of slipsOf(one))
      report.add({ ...slip, place: at('checks', index, ...path) });
  }
}

/** Reports places that send under one name, and rules that speak of no check or can never fit. */
function checkAlerts({ checks, alerts }: Said, { report, at }: Pick<Check, 'report' | 'at'>): void {
  const ids = (checks ?? []).flatMap((one) => one?.id ?? []);
  for (const [index, one] of (alerts ?? []).entries()) {
    if (alerts?.slice(0, index).some((other) => other?.place !== undefined && other.place === one?.place))
      report.add({
        name: 'id-duplicate',
        place: at('alerts', index, 'place'),
        found: `${one?.place}`,
        expected: 'a place that no other source of alerts has',
        remedy: 'Give one of the two another: each has a secret of its own.',
      });
    for (const [number, rule] of (one?.rules ?? []).entries()) {
      const place = (...path: (string | number)[]) => at('alerts', index, 'rules', number, ...path);
      if (rule?.check !== undefined && !ids.includes(rule.check))
        report.add({
          name: 'value-not-allowed',
          place: place('check'),
          found: rule.check,
          expected: ids.length > 0 ? `one of ${ids.join(', ')}` : 'a check of "checks"',
          remedy: `Write the id of a check.${didYouMean(rule.check, ids)}`,
        });
      const both = rule?.check !== undefined && rule.fails !== undefined;
      if (both)
        report.add({
          name: 'key-not-for-kind',
          place: place('fails'),
          found: '"fails" beside "check"',
          expected: 'one of the two',
          remedy: 'Take "fails" out: a check says itself what does not work while it fails.',
        });
      if (rule && rule.check === undefined && (rule.fails ?? []).length === 0)
        report.add({
          name: 'key-missing',
          place: place(),
          found: 'a rule that speaks of nothing',
          expected: '"check", or "fails" with at least one component',
          remedy: 'Add the id of a check, or of what does not work: fails: [follow-alerts].',
        });
      for (const [part, match] of (rule?.match ?? []).entries())
        if (match !== undefined && !/^[^=]+=/.test(match))
          report.add({
            name: 'value-not-allowed',
            place: place('match', part),
            found: match,
            expected: 'label=value, such as alertname=SharingDown',
            remedy: 'Write the label, "=" and its value.',
          });
    }
  }
}

/** What is wrong with a check by itself, and below which keys. */
type Slip = Pick<Problem, 'name' | 'found' | 'expected' | 'remedy'> & { path: readonly string[] };

interface Asked {
  url?: string | undefined;
  method?: string | undefined;
  headers?: (string | undefined)[] | undefined;
  body?: string | undefined;
}

interface Read extends Asked {
  json?: string | undefined;
  equals?: string | undefined;
  newerThan?: number | undefined;
}

interface Kinds {
  http?: Read | undefined;
  roundTrip?: { write?: Asked | undefined; read?: Asked | undefined } | undefined;
  tls?: { port?: number | undefined } | undefined;
  tcp?: { port?: number | undefined } | undefined;
  dns?: { server?: string | undefined } | undefined;
}

function slipsOf(check: Kinds): Slip[] {
  const { http, roundTrip, tls, tcp, dns } = check;
  return [
    ...(http ? [...askedSlips(http, ['http']), ...readSlips(http)] : []),
    ...(roundTrip?.write ? askedSlips(roundTrip.write, ['round_trip', 'write']) : []),
    ...(roundTrip?.read ? askedSlips(roundTrip.read, ['round_trip', 'read']) : []),
    ...(roundTrip?.write ? tokenSlips(roundTrip.write) : []),
    ...portSlips(tls?.port, 'tls'),
    ...portSlips(tcp?.port, 'tcp'),
    ...(dns?.server === undefined ? [] : serverSlips(dns.server)),
  ];
}

/** A name and a value; what the value is, only the watcher knows. */
const HEADER = /^[\w!#$%&'*+.^`|~-]+:[^\r\n]*\S/;

function askedSlips({ url, method, headers, body }: Asked, path: string[]): Slip[] {
  const slips: Slip[] = [];
  if (url !== undefined && !canBeAsked(url))
    slips.push({
      path: [...path, 'url'],
      name: 'address-malformed',
      // An address with a password is not shown again.
      found: url.includes('@') ? 'an address that cannot be asked so' : url,
      expected: 'an address that begins with https:// or http://, without a name and a password in it',
      remedy:
        'Write the whole address, such as https://api.example.org/health; who is asking belongs in "headers".',
    });
  if (headers?.some((line) => line !== undefined && !HEADER.test(line)))
    slips.push({
      path: [...path, 'headers'],
      name: 'value-not-allowed',
      // What stands there may be meant as a secret.
      found: 'a line without a name, a colon and a value',
      expected: `lines such as 'Authorization: Bearer \${API_TOKEN}'`,
      remedy: 'Write the name of the header, a colon and its value.',
    });
  if (body !== undefined && (method === 'GET' || method === 'HEAD'))
    slips.push({
      path: [...path, 'body'],
      name: 'key-not-for-kind',
      found: `"body" with ${method}`,
      expected: 'a method that sends something',
      remedy: 'Add "method: POST", or take "body" out.',
    });
  return slips;
}

function canBeAsked(url: string): boolean {
  if (url.startsWith(`\${`)) return true;
  const sample = url.replace(/\$?\{\w+\}/g, '1');
  if (!/^https?:\/\//.test(sample) || !URL.canParse(sample)) return false;
  const { username, password } = new URL(sample);
  return username === '' && password === '';
}

function readSlips({ json, equals, newerThan }: Read): Slip[] {
  const slips: Slip[] = [];
  if (json !== undefined && !/^(?:\/(?:[^~]|~[01])*)?$/.test(json))
    slips.push({
      path: ['http', 'json'],
      name: 'value-not-allowed',
      found: json,
      expected: 'a JSON Pointer, which begins with "/"',
      remedy: `Write the keys that lead there, such as /${json.replace(/^\$?\.?/, '').replaceAll('.', '/')}.`,
    });
  const needs = [
    ['equals', equals],
    ['newer_than', newerThan],
  ] as const;
  for (const [key, value] of needs)
    if (value !== undefined && json === undefined)
      slips.push({
        path: ['http', key],
        name: 'key-missing',
        found: `"${key}" without "json"`,
        expected: '"json" beside it, where in the answer it must stand',
        remedy: 'Add a line such as "json: /newest".',
      });
  return slips;
}

function tokenSlips({ url, body }: Asked): Slip[] {
  if (url === undefined || `${url}${body}`.includes('{token}')) return [];
  return [
    {
      path: ['round_trip', 'write'],
      name: 'value-not-allowed',
      found: 'no {token} in "url" or "body"',
      expected: 'a word that was never used before, so that it is known again',
      remedy: 'Write {token} where the service keeps a text, such as body: \'{"note":"{token}"}\'.',
    },
  ];
}

function portSlips(port: number | undefined, kind: string): Slip[] {
  if (port === undefined || port <= 65_535) return [];
  return [
    {
      path: [kind, 'port'],
      name: 'number-out-of-range',
      found: `${port}`,
      expected: 'a port from 1 to 65535',
      remedy: 'Write the port that the service listens on.',
    },
  ];
}

function serverSlips(server: string): Slip[] {
  const [, six, four] = /^(?:\[([^\]]*)\](?::\d{1,5})?|([\d.]*):\d{1,5})$/.exec(server) ?? [];
  if (isIP(six ?? four ?? server) !== 0) return [];
  return [
    {
      path: ['dns', 'server'],
      name: 'value-not-allowed',
      found: server,
      expected:
        'an IP address, with or without a port, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53',
      remedy: 'Write the address of the server: a name would have to be asked for first.',
    },
  ];
}

const camel = (key: string) => key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
