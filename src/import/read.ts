import type { Around, ForeignFile, Load } from './brought.ts';
import { readCstate } from './cstate.ts';
import { readStatuspage } from './statuspage.ts';
import type { System, Table } from './table.ts';

type Reader = (files: readonly ForeignFile[], table: Table, around: Around) => Load;

/** What reads each system. All are pure: they are given the files, and read nothing else. */
const READERS: Partial<Record<System, Reader>> = { cstate: readCstate, statuspage: readStatuspage };

/** Reads what another system has. */
export function readSystem(
  system: System,
  files: readonly ForeignFile[],
  table: Table,
  around: Around,
): Load {
  return (READERS[system] as Reader)(files, table, around);
}
