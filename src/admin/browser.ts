import { ANNOUNCEMENT, type Form, fromFile, INCIDENT, type Shape, toFile } from './format.ts';

/**
 * Begins the form: tells the CMS how our files are read and written, before it reads its config and asks for any file.
 */
interface Cms {
  registerCustomFormat(
    name: string,
    extension: string,
    methods: { fromFile(text: string): Form; toFile(form: Form): string },
  ): void;
  init(): Promise<void>;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  'nightlight-incident': INCIDENT,
  'nightlight-announcement': ANNOUNCEMENT,
};

Object.assign(globalThis, { CMS_MANUAL_INIT: true });
const { src } = document.currentScript as HTMLScriptElement;

async function begin(): Promise<void> {
  const { default: cms } = (await import(new URL('cms/index.js', src).href)) as { default: Cms };
  for (const [name, shape] of Object.entries(SHAPES))
    cms.registerCustomFormat(name, 'md', {
      fromFile: (text) => fromFile(text, shape),
      toFile: (form) => toFile(form, shape),
    });
  await cms.init();
}

void begin();
