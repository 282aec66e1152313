import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ENGINE = resolve(import.meta.dirname, '../..');

/**
 * Makes the smallest site of two languages, for what is not about its pages.
 * @param incidents the text of each, by the name of its file.
 * @returns the variables of whoever builds it.
 */
export function smallSite(site: string, incidents: Record<string, string>): Record<string, string> {
  mkdirSync(join(site, 'incidents'), { recursive: true });
  cpSync(join(ENGINE, 'tests/fixtures/sites/pair.yaml'), join(site, 'nightlight.yaml'));
  for (const [name, text] of Object.entries(incidents)) writeFileSync(join(site, 'incidents', name), text);
  return {
    NIGHTLIGHT_SITE: site,
    // What is kept by a name for all that it is made of: the pictures that are drawn, and the program.
    NIGHTLIGHT_PICTURES: join(ENGINE, '.cache/pictures'),
    NIGHTLIGHT_PROGRAM: join(ENGINE, '.cache/program'),
  };
}
