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
  return html.replace(
    /(?<=<meta http-equiv="content-security-policy" content="[^"]*)connect-src 'self'/,
    (directive) => `${directive} ${new URL(heartbeat).origin}`,
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
  for (const [, kind, inner = ''] of html.matchAll(/<(script|style)(?:\s[^>]*)?>([\s\S]*?)<\/\1>/g))
    if (inner !== '') needed[kind as 'script' | 'style'].add(hashOf(inner));
  // Ours are the letters of the system; a sheet of the site may bring some.
  const hasFaces = /<style>(?:(?!<\/style>)[\s\S])*@font-face\b/.test(html);
  const asksFor = { worker: /(?<=["\/])sw\.js"/.test(html), manifest: html.includes(' rel="manifest"') };
  return html.replace(/(?<=<meta http-equiv="content-security-policy" content=")[^"]*/, (policy) =>
    policy
      .replace(/(worker|manifest)-src [^;]*;\s*/g, (allowed, kind: keyof typeof asksFor) =>
        asksFor[kind] ? allowed : '',
      )
      .replace(/img-src [^;]*/, (images) => (hasFaces ? `${images}; font-src 'self'` : images))
      .replace(/ ('sha256-[^']+')/g, (listed, hash: string) => (needed.script.has(hash) ? listed : ''))
      .replace(/style-src [^;]*/, (sources) => [sources.trimEnd(), ...needed.style].join(' ')),
  );
}

function hashOf(inner: string): string {
  const hash = known.get(inner) ?? `'sha256-${createHash('sha256').update(inner).digest('base64')}'`;
  if (known.size < 1000) known.set(inner, hash);
  return hash;
}
