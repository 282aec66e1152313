import { createHash } from 'node:crypto';

/** A file of the folder of incidents as it lies there. */
interface SourceFile {
  name: string;
  bytes: Uint8Array;
}

/**
 * A name for all that an operator wrote of a build: its incident files, and its config. Two builds with the same name say
 * the same at the same time.
 */
export function sourceName(files: readonly SourceFile[], config: Uint8Array): string {
  const hash = createHash('sha256').update(`${config.length}\0`).update(config);
  const inOrder = files.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  for (const { name, bytes } of inOrder) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex').slice(0, 32);
}
