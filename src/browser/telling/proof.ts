import { firstTold, readProof, speedsOf } from '../../domain/proof.ts';
import type { ProofFile } from '../../domain/proof-file.ts';
import { type ProofRenewal, speedInWords, toldInWords } from '../../i18n/proof.ts';

/** How long the numbers are waited for, in ms. The page has its own; these are only newer. */
const PATIENCE = 15_000;

/** Prints newer numbers in the place of those that the page was built with. Where there are none, it stays as it is. */
export async function renewProof(data: ProofRenewal): Promise<void> {
  const file = await newest(data.address);
  if (!file || Date.parse(file.written_at) <= builtWith()) return;
  print(file, data);
  addEventListener('nightlight:part', () => print(file, data));
}

async function newest(address: string): Promise<ProofFile | undefined> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
    const reading = answer.ok ? readProof(await answer.text()) : undefined;
    return reading && 'proof' in reading ? reading.proof : undefined;
  } catch {
    return undefined;
  }
}

/** Of when the numbers on the page are; before all time where it has none. */
function builtWith(): number {
  const written = document.querySelector<HTMLElement>('[data-written]')?.dataset.written;
  return written ? Date.parse(written) : Number.NEGATIVE_INFINITY;
}

function print(file: ProofFile, { words, writtenAt }: ProofRenewal): void {
  const said = writtenAt.replace(
    /\{(date|time)\}/g,
    (_, part: 'date' | 'time') => clock(Date.parse(file.written_at), words.locale)[part],
  );
  for (const place of document.querySelectorAll('[data-written]')) place.textContent = said;
  for (const list of document.querySelectorAll<HTMLElement>('[data-told]')) {
    const lines = firstTold(file, list.dataset.told as string).map((told) => toldInWords(words, told));
    list.replaceChildren(...lines.map(item));
    if (list.parentElement) list.parentElement.hidden = lines.length === 0;
  }
  for (const place of document.querySelectorAll<HTMLElement>('[data-speed]')) {
    const { speed: name } = place.dataset;
    const speed = speedsOf(file, Date.parse(file.written_at)).find(({ channel }) => channel === name);
    if (speed) place.textContent = `${speedInWords(words, speed)}.`;
  }
}

function item(text: string): HTMLLIElement {
  const element = document.createElement('li');
  element.textContent = text;
  return element;
}

function clock(instant: number, locale: string): { date: string; time: string } {
  const written = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(instant);
  return {
    date: written({ day: 'numeric', month: 'long', year: 'numeric' }),
    time: `${written({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })} UTC`,
  };
}
