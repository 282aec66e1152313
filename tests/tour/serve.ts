import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../server.ts';
import { buildSituations, ROOT, type Situation, situations } from './situations.ts';

const PORT = Number(process.env.PORT ?? 4322);
const index = join(ROOT, '.cache/tour/index');

console.log(`Building ${situations.length} situations; the first time takes a minute.`);
await buildSituations();
mkdirSync(index, { recursive: true });
writeFileSync(join(index, 'index.html'), indexPage());
const shown = situations.filter(({ name }) => name !== 'left-open-after');
// Every site believes its own now: each has a server whose clock was set to it.
for (const [number, { base, folder, now }] of shown.entries())
  (await serve({ [base]: folder }, now, PORT + 1 + number)).living = true;
const server = await serve({ '/': index }, Date.now(), PORT);
console.log(`The tour is at ${server.url}/`);

function indexPage(): string {
  const link = ({ title, base, name }: Situation, port: number) =>
    `<li><a href="http://127.0.0.1:${port}${base}">${title}</a> <small>(${name}, <a href="http://127.0.0.1:${port}${base}es/">es</a>)</small></li>`;
  const links = situations
    .filter(({ name }) => name !== 'left-open-after')
    .map((one, number) => link(one, PORT + 1 + number));
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Nightlight: the tour</title><style>body{font:100%/1.6 system-ui;max-width:40rem;margin:2rem auto;padding:0 1rem}</style>
<h1>Every situation, as a small site of its own</h1><ol>${links.join('\n')}</ol></html>`;
}
