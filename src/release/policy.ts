import { createHash } from 'node:crypto';

/** Scripts and styles are the same on many pages: their hashes are made once. */
const known = new Map<string, string>();

/**
 * Lets a page of a site whose heartbeat is served elsewhere ask there. It is said here and not to Astro, because what
 * Astro makes of the code is kept for every config.
 * @param heartbeat the address of the heartbeat, as the config has it.
 */
export function allowHeartbeat(html: string, heartbeat: string | undefined): string {
  if (heartbeat === undefined) return html;
  return inPolicy(html, (policy) =>
    policy.replace("connect-src 'self'", (directive) => `${directive} ${new URL(heartbeat).origin}`),
  );
}

/**
 * Leaves in a page's policy only the hashes of what stands inline in that page, and a worker and a manifest only where
 * it has one; its styles are no more those that
 * Astro listed, for only what is needed of them is left. Astro lists those of every
 * page in each, and each takes 45 bytes that do not compress. Files are covered by 'self'.
 */
export function narrowPolicy(html: string): string {
  const needed = { script: new Set<string>(), style: new Set<string>() };
  let hasFaces = false;
  for (const { kind, inner } of inlineIn(html)) {
    if (inner !== '') needed[kind].add(hashOf(inner));
    // Ours are the letters of the system; a sheet of the site may bring some.
    hasFaces ||= kind === 'style' && /@font-face\b/.test(inner);
  }
  const asksFor = { worker: /["/]sw\.js"/.test(html), manifest: html.includes(' rel="manifest"') };
  return inPolicy(html, (policy) =>
    policy
      .replace(/(worker|manifest)-src [^;]*;\s*/g, (allowed, kind: keyof typeof asksFor) =>
        asksFor[kind] ? allowed : '',
      )
      .replace(/img-src [^;]*/, (images) => (hasFaces ? `${images}; font-src 'self'` : images))
      .replace(/ ('sha256-[^']+')/g, (listed, hash: string) => (needed.script.has(hash) ? listed : ''))
      .replace(/style-src [^;]*/, (sources) => [sources.trimEnd(), ...needed.style].join(' ')),
  );
}

const POLICY = '<meta http-equiv="content-security-policy" content="';

/** Changes the policy of a page that has one. */
function inPolicy(html: string, change: (policy: string) => string): string {
  const from = html.indexOf(POLICY) + POLICY.length;
  const to = html.indexOf('"', from);
  if (from < POLICY.length || to < 0) return html;
  return html.slice(0, from) + change(html.slice(from, to)) + html.slice(to);
}

/** What stands inline in a page, and what is loaded by it with nothing inside. */
function* inlineIn(html: string): Generator<{ kind: 'script' | 'style'; inner: string }> {
  const opening = /<(script|style)(?:\s[^>]*)?>/g;
  for (let found = opening.exec(html); found; found = opening.exec(html)) {
    const kind = found[1] as 'script' | 'style';
    const end = html.indexOf(`</${kind}>`, opening.lastIndex);
    if (end < 0) continue;
    yield { kind, inner: html.slice(opening.lastIndex, end) };
    opening.lastIndex = end;
  }
}

function hashOf(inner: string): string {
  const hash = known.get(inner) ?? `'sha256-${createHash('sha256').update(inner).digest('base64')}'`;
  if (known.size < 1000) known.set(inner, hash);
  return hash;
}
