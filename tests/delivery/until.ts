import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something is so. @throws AssertionError where it is not so within some ms. */
export async function until(isSo: () => boolean | Promise<boolean>, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > deadline) assert.fail(`it was not so within ${ms} ms`);
    await pause(10);
  }
}
