import { type Problem, problemIn } from '../problems/index.ts';

/** A page that the Internet Archive has kept. */
export interface ArchivedCopy {
  /** The page as it was asked for. */
  url: string;
  /** Where the copy stands. */
  copy: string;
  /** When it was made, ISO 8601 in UTC. */
  at: string;
}

export type Answer = { ok: true; kept: ArchivedCopy } | { ok: false; problem: Problem };

export interface Archivist {
  /** The service's address, `https://web.archive.org`. */
  service: string;
  /** `key:secret` from https://archive.org/account/s3.php. */
  credentials: string;
  fetch: typeof fetch;
  /** Waits between two questions, in ms. */
  wait: (ms: number) => Promise<void>;
}

const ASKS = 40;
const PAUSE = 5_000;

/**
 * Asks Save Page Now to keep a page, and waits for its answer.
 * https://docs.google.com/document/d/1Nsv52MvSjbLb2PCpHlat0gkzw0EvtSgpKHu4mk0MnrA (the service's own document)
 */
export async function keep(url: string, archivist: Archivist): Promise<Answer> {
  const refused = (why: string): Answer => ({ ok: false, problem: notMade(url, why, archivist) });
  try {
    const job = await start(url, archivist);
    for (let asked = 0; asked < ASKS; asked++) {
      const answer = await ask(`/save/status/${encodeURIComponent(job)}`, archivist);
      if (answer.status === 'success') return { ok: true, kept: copyFrom(url, answer, archivist) };
      if (answer.status !== 'pending') return refused(String(answer.message ?? answer.status));
      await archivist.wait(PAUSE);
    }
    return refused('no answer within the time');
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

function notMade(url: string, why: string, { service }: Archivist): Problem {
  return problemIn(
    { service },
    {
      name: 'copy-not-made',
      found: why,
      expected: `a copy of ${url}`,
      remedy: why.startsWith('401')
        ? 'Look at ARCHIVE_CREDENTIALS: key:secret from https://archive.org/account/s3.php'
        : 'Look whether the page can be read from outside, and run this again later: what is not kept is asked for again.',
    },
  );
}

/** Begins a job. When the service is busy it is asked again after the time it names. */
async function start(url: string, archivist: Archivist): Promise<string> {
  for (let tries = 0; ; tries++) {
    const response = await archivist.fetch(`${archivist.service}/save`, {
      method: 'POST',
      headers: { ...headers(archivist), 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ url, skip_first_archive: '1', if_not_archived_within: '60' }),
      signal: AbortSignal.timeout(60_000),
    });
    if ((response.status === 429 || response.status >= 500) && tries < 3) {
      await archivist.wait((Number(response.headers.get('retry-after')) || 30 * (tries + 1)) * 1000);
      continue;
    }
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    const body = (await response.json()) as Record<string, unknown>;
    if (typeof body.job_id !== 'string') throw new Error(String(body.message ?? 'the service named no job'));
    return body.job_id;
  }
}

async function ask(path: string, archivist: Archivist): Promise<Record<string, unknown>> {
  const response = await archivist.fetch(`${archivist.service}${path}`, {
    headers: headers(archivist),
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return (await response.json()) as Record<string, unknown>;
}

function headers({ credentials }: Archivist): Record<string, string> {
  return { Accept: 'application/json', Authorization: `LOW ${credentials}` };
}

/** The service names the instant as `20260301031000`. */
function copyFrom(url: string, answer: Record<string, unknown>, { service }: Archivist): ArchivedCopy {
  const stamp = String(answer.timestamp);
  const at = stamp.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z');
  return { url, copy: `${service}/web/${stamp}/${String(answer.original_url ?? url)}`, at };
}
