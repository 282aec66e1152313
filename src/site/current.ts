import { handedOver } from './handover.ts';
import { type Model, readModel } from './model.ts';

let reading: Promise<Model> | undefined;

/** The model of the build that prints these pages: read when it is first asked for, and once. */
export function currentModel(): Promise<Model> {
  reading ??= readModel(handedOver());
  return reading;
}
