import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { LARGEST_PROOF, type Proof, readProof } from '../domain/proof.ts';
import { type Problem, problemIn } from '../problems/index.ts';
import { proofFile } from './environment.ts';
import type { Place } from './place.ts';

/** Reads the numbers of delivery. A broken file is told and left out: it must not keep a notice from going live. */
export async function loadProof(place: Place): Promise<{ proof: Proof; problems: Problem[] }> {
  const path = proofFile(place);
  const size = await stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
  if (size === undefined) return { proof: { kind: 'none' }, problems: [] };
  const reading =
    size > LARGEST_PROOF
      ? { fault: `${size} bytes` }
      : readProof(await readFile(path, 'utf8').catch((error: Error) => error.message));
  if ('proof' in reading) return { proof: { kind: 'known', file: reading.proof }, problems: [] };
  const broken = {
    name: 'proof-broken',
    found: reading.fault,
    expected: `the numbers that delivery writes, in at most ${LARGEST_PROOF} bytes`,
    remedy: 'Delete it: delivery writes it anew. Until then the pages say that how fast it was is not known.',
  } as const;
  return {
    proof: { kind: 'unreadable' },
    problems: [problemIn({ file: relative(place.site, path) }, broken)],
  };
}
