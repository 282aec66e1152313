import { createHash } from 'node:crypto';

/** A file as it lies there. */
interface SourceFile {
  name: string;
  bytes: Uint8Array;
}

/**
 * A name for all that an operator wrote of a build: its incident files, its config, and what lies beside them. Two builds
 * with the same name say the same at the same time.
 * @param beside own pages, own words, announcements and files of `public/`; without any the name is what it was before there could be some.
 */
export function sourceName(
  files: readonly SourceFile[],
  config: Uint8Array,
  beside: Iterable<SourceFile> = [],
): string {
  const hash = createHash('sha256').update(`${config.length}\0`).update(config);
  const inOrder = files.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  for (const files of [inOrder, beside])
    for (const { name, bytes } of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex').slice(0, 32);
}
