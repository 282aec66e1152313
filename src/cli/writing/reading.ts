import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIG_FILE } from '../../config/file.ts';
import { ENGINE } from '../../release/engine.ts';
import { loadParseCache, saveParseCache } from '../../release/parse-cache.ts';
import { incidentsFolder } from '../../site/environment.ts';
import type { Place } from '../../site/place.ts';
import { type FolderRecord, loadRecord } from '../../site/record.ts';

/** With fewer incidents than these it is not worth a file. */
const MANY = 100;

/** The rooms that say what a file says. */
const READERS = ['domain', 'incidents', 'problems', 'yaml'];

/**
 * A record of which the closed incidents are as an earlier call read them: who writes a notice waits for no file that
 * nobody changed. Whoever looks at the record before, by `check` or `list`, spares the first notice that reading.
 * @returns with it a function that keeps for the next call what this one read, once nobody waits any more.
 */
export async function loadRecordFast(
  place: Place,
): Promise<{ record: FolderRecord; keep: () => Promise<void> }> {
  const path = join(place.site, '.cache/read');
  // A name for the code is made of hundreds of files: where few incidents lie they are read in less time.
  const names = await readdir(incidentsFolder(place)).catch(() => []);
  const reader = names.length < MANY ? undefined : await readerOf(place);
  const record = await loadRecord(
    place,
    reader === undefined ? undefined : (now) => loadParseCache(path, reader, now),
  );
  const { settled, now } = record;
  return {
    record,
    keep: async () => {
      if (reader === undefined || settled === undefined || settled.size < MANY) return;
      // Where nothing may be written each call reads all of it.
      await saveParseCache(path, reader, now, settled).catch(() => undefined);
    },
  };
}

/** A name for how files are read: by this very code and this config. */
async function readerOf({ site }: Place): Promise<string> {
  const folders = READERS.map((room) => join(ENGINE, 'src', room));
  const files = (
    await Promise.all(
      folders.map(async (folder) => (await readdir(folder)).toSorted().map((name) => join(folder, name))),
    )
  ).flat();
  const parts = await Promise.all([
    ...files.map(async (file) => {
      const { size, mtimeMs } = await stat(file);
      return `${file} ${size} ${mtimeMs}`;
    }),
    ...[join(ENGINE, 'package.json'), join(site, CONFIG_FILE)].map((file) =>
      readFile(file, 'utf8').catch(() => ''),
    ),
  ]);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
