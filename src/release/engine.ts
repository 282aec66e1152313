import { resolve } from 'node:path';

/**
 * The folder of the engine, in which `src/` and the packages lie. A build bundles the pages, and there this would
 * name another folder: so this module is bundled with nothing (`native.ts`).
 */
export const ENGINE = resolve(import.meta.dirname, '../..');
