import { labelled } from '../i18n/index.ts';

/** An address as people say it, for a link that shows where it leads: the host, and the path where there is one. */
export function placeOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { host, pathname } = new URL(address);
  return `${host.replace(/^www\./, '')}${pathname.replace(/\/$/, '')}`;
}

/** Who said something and where, as far as each is known. */
export function saidBy(
  speaker: string | undefined,
  place: string | undefined,
  language: string,
): string | undefined {
  if (speaker === undefined || place === undefined) return speaker ?? place;
  return `${labelled(speaker, language)} ${place}`;
}
