import { type Problem, problemIn } from '../problems/index.ts';

/** Asks the DNS for texts; that of `node:dns/promises`. */
export interface Resolver {
  resolveTxt(name: string): Promise<string[][]>;
}

/** Whose records say that a message is really from whom it says. */
export interface Domains {
  /** The domain after the @ of `from`. */
  from: string;
  /** The domain to which bounces go, which SPF is asked of. */
  bounces: string;
  /** Under which name the key of the signature stands, where that is known. */
  selector: string | undefined;
}

interface Record {
  called: string;
  begins: RegExp;
  names: string[];
  why: string;
}

/**
 * What the DNS lacks without which the large providers refuse a message or take it for spam: SPF (RFC 7208), DKIM
 * (RFC 6376) and DMARC (RFC 7489). Where it cannot be asked, nothing is said: that is no fault of the domain.
 */
export async function domainProblems(
  domains: Domains,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<Problem[]> {
  const found = await Promise.all(
    recordsOf(domains).map(async (record) => ({ record, is: await isThere(record, resolver, signal) })),
  );
  return found.flatMap(({ record, is }) => (is === 'missing' ? [problemOf(record)] : []));
}

function recordsOf({ from, bounces, selector }: Domains): Record[] {
  const records: Record[] = [
    {
      called: 'SPF',
      begins: /^v=spf1(?: |$)/i,
      names: [bounces],
      why: 'It says which servers may send for the domain. Your mail provider shows it.',
    },
    {
      called: 'DMARC',
      begins: /^v=DMARC1\b/i,
      names: parentsOf(from).map((name) => `_dmarc.${name}`),
      why: 'It says what becomes of a message that neither SPF nor DKIM proves. Begin with "v=DMARC1; p=none".',
    },
  ];
  if (selector === undefined) return records;
  const name = `${selector}._domainkey.${from}`;
  const why =
    'With it a signature is checked that covers the way to leave (RFC 8058). Your mail provider shows it.';
  return [...records, { called: 'DKIM', begins: /\bp=[A-Za-z0-9+/]/, names: [name], why }];
}

/** A domain and those above it, down to the one that somebody registered: a policy there holds for it too. */
function parentsOf(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'));
}

async function isThere(
  { names, begins }: Record,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<'there' | 'missing' | 'not known'> {
  const answers = await Promise.all(names.map((name) => textsAt(name, resolver, signal)));
  if (answers.some((texts) => texts?.some((text) => begins.test(text)))) return 'there';
  return answers.includes(undefined) ? 'not known' : 'missing';
}

/** The texts at a name; `undefined` where the DNS could not be asked. */
async function textsAt(name: string, resolver: Resolver, signal: AbortSignal): Promise<string[] | undefined> {
  const over = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const asked = resolver.resolveTxt(name).then(
    (texts) => texts.map((parts) => parts.join('')),
    (error: unknown) => (isNone(error) ? [] : undefined),
  );
  return Promise.race([asked, over]);
}

function isNone(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

function problemOf({ called, names: [name = ''], why }: Record): Problem {
  return problemIn(
    { service: `DNS of ${name}` },
    {
      name: 'mail-domain-unproved',
      found: `no record of ${called}`,
      expected: `a record of ${called} at ${name}`,
      remedy: `Add it where the domain is kept. ${why}`,
    },
  );
}
