import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSituations, record, situations } from '../tour/situations.ts';
import { drawHouse, houseOf } from './house.ts';
import { writeIdentity } from './identity.ts';
import { SHOTS, takePictures } from './pages.ts';

/** `npm run pictures`: draws anew all that README and docs show, and the files that bear the lamp. */
const FOLDER = resolve(import.meta.dirname, '../../docs/pictures');

mkdirSync(FOLDER, { recursive: true });
for (const path of await writeIdentity()) console.log(path);
writeFileSync(join(FOLDER, 'house.svg'), drawHouse(houseOf()));
console.log('docs/pictures/house.svg');
const shown = new Set(SHOTS.map(({ situation }) => situation));
await buildSituations([record, ...situations].filter(({ name }) => shown.has(name)));
for (const path of await takePictures()) console.log(path);
