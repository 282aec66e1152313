import { createHash } from 'node:crypto';

/** Scripts and styles are the same on many pages: their hashes are made once. */
const known = new Map<string, string>();

/**
 * Leaves in a page's policy only the hashes of what stands inline in that page. Astro lists those of every
 * page in each, and each takes 45 bytes that do not compress. Files are covered by 'self'.
 */
export function narrowPolicy(html: string): string {
  const needed = new Set<string>();
  for (const [, , inner = ''] of html.matchAll(/<(script|style)(?:\s[^>]*)?>([\s\S]*?)<\/\1>/g))
    if (inner !== '') needed.add(hashOf(inner));
  return html.replace(/(?<=<meta http-equiv="content-security-policy" content=")[^"]*/, (policy) =>
    policy.replace(/ ('sha256-[^']+')/g, (listed, hash: string) => (needed.has(hash) ? listed : '')),
  );
}

function hashOf(inner: string): string {
  const hash = known.get(inner) ?? `'sha256-${createHash('sha256').update(inner).digest('base64')}'`;
  if (known.size < 1000) known.set(inner, hash);
  return hash;
}
