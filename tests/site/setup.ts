import { buildSituations, record, situations } from '../tour/situations.ts';

/** Builds every situation once, before the first browser test. */
export default async function setup(): Promise<void> {
  await buildSituations([record, ...situations]);
}
