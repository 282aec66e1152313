import { type Handover, handedOver } from './handover.ts';
import { type Model, readModel } from './model.ts';
import { languagesOf } from './paths.ts';

let reading: { of: Handover; model: Promise<Model> } | undefined;

/** The model of the build that prints these pages: read when it is first asked for, and once a build. */
export function currentModel(): Promise<Model> {
  const of = handedOver();
  if (reading?.of !== of) reading = { of, model: readModel(of) };
  return reading.model;
}

/** `getStaticPaths` of what is printed once a language. */
export async function languagePaths() {
  return languagesOf(await currentModel());
}
