import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** How long is waited, in ms: far longer than a machine on which much else runs may take, for it costs time only where something is wrong. */
const MOST = 120_000;

/** Waits until something is so. @throws AssertionError where it is not so within two minutes. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + MOST;
  while (!(await isSo())) {
    if (performance.now() > deadline) assert.fail(`it was not so within ${MOST} ms`);
    await pause(10);
  }
}
