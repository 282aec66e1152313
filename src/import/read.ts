import { readAtom } from './atom.ts';
import type { Around, ForeignFile, Load } from './brought.ts';
import { readCstate } from './cstate.ts';
import { readStatusfy } from './statusfy.ts';
import { readStatuspage } from './statuspage.ts';
import type { System, Table } from './table.ts';
import { readUpptime } from './upptime.ts';

type Reader = (files: readonly ForeignFile[], table: Table, around: Around) => Load;

/** What reads each system. All are pure: they are given the files, and read nothing else. */
const READERS: Record<System, Reader> = {
  cstate: readCstate,
  statuspage: readStatuspage,
  upptime: readUpptime,
  statusfy: readStatusfy,
  atom: readAtom,
};

/** Reads what another system has. */
export function readSystem(
  system: System,
  files: readonly ForeignFile[],
  table: Table,
  around: Around,
): Load {
  return READERS[system](files, table, around);
}
