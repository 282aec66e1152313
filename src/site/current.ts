import { speakAlso } from '../i18n/index.ts';
import { tellTimesOf } from './config.ts';
import { type Copied, type Handover, handedCopy, handedOver, leaveModel } from './handover.ts';
import { type Model, readModel } from './model.ts';
import { languagesOf } from './paths.ts';

let reading: { of: Handover | Copied; model: Promise<Model> } | undefined;

/** The model of the build that prints these pages: read when it is first asked for, and once a build. */
export function currentModel(): Promise<Model> {
  const copy = handedCopy();
  const of = copy ?? handedOver();
  if (reading?.of !== of) {
    reading = { of, model: copy ? speakFor(copy) : readModel(of as Handover) };
    leaveModel(reading.model);
  }
  return reading.model;
}

/** Says what reading would have said of the site. */
async function speakFor({ said, model }: Copied): Promise<Model> {
  speakAlso(new Map(said));
  tellTimesOf(model.snapshot.site);
  return model;
}

/** `getStaticPaths` of what is printed once a language. */
export async function languagePaths() {
  return languagesOf(await currentModel());
}
