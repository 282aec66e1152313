import { handedOver } from './handover.ts';
import { type Model, readModel } from './model.ts';
import { languagesOf } from './paths.ts';

let reading: Promise<Model> | undefined;

/** The model of the build that prints these pages: read when it is first asked for, and once. */
export function currentModel(): Promise<Model> {
  reading ??= readModel(handedOver());
  return reading;
}

/** `getStaticPaths` of what is printed once a language. */
export async function languagePaths() {
  return languagesOf(await currentModel());
}
