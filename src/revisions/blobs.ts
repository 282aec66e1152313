import { hash } from 'node:crypto';

/** The names of bytes that were asked for: what lies in a folder is asked for by each who compares it with what was published. */
const names = { sha1: new WeakMap<Uint8Array, string>(), sha256: new WeakMap<Uint8Array, string>() };

/**
 * The name git gives to some bytes, which nobody changes from then on.
 * https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export function blobName(bytes: Uint8Array, algorithm: 'sha1' | 'sha256' = 'sha1'): string {
  const known = names[algorithm].get(bytes);
  if (known !== undefined) return known;
  const name = hash(algorithm, Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]));
  names[algorithm].set(bytes, name);
  return name;
}

/** Whether a blob holds these bytes; git may have put another line ending into the file than into the blob. */
export function isBlobOf(blob: string | undefined, bytes: Uint8Array | undefined): boolean {
  if (blob === undefined || bytes === undefined) return false;
  const algorithm = blob.length === 64 ? 'sha256' : 'sha1';
  if (blobName(bytes, algorithm) === blob) return true;
  const text = Buffer.from(bytes).toString('latin1');
  return (
    text.includes('\r\n') &&
    blobName(Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'), algorithm) === blob
  );
}
