import { createHash } from 'node:crypto';

/**
 * The name git gives to some bytes.
 * https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export function blobName(bytes: Uint8Array, algorithm: 'sha1' | 'sha256' = 'sha1'): string {
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
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
