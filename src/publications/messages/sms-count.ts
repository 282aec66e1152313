/** The two alphabets of a text message: 7 bits a letter, or 16. */
export type SmsEncoding = 'gsm-7' | 'ucs-2';

/** What a text message costs. */
export interface SmsCount {
  encoding: SmsEncoding;
  /** Septets in GSM-7, of which an extended letter takes two; 16-bit units in UCS-2. */
  units: number;
  /** 1 up to 160 septets or 70 units, then one for each 153 or 67: a longer one has a header in each part. */
  segments: number;
}

/** The default alphabet of 3GPP TS 23.038, 6.2.1, without the escape. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension, 6.2.1.1: an escape and a letter, two septets. */
const EXTENDED = new Set('\f^{}\\[~]|€');

const SIZE = { 'gsm-7': { one: 160, part: 153 }, 'ucs-2': { one: 70, part: 67 } } as const;

/**
 * How a text is sent as a text message: in which alphabet, how long it is, and in how many parts. No part ends in
 * the middle of an extended letter or of a surrogate pair, so a text can take a part more than its length says.
 */
export function countSms(text: string): SmsCount {
  const letters = [...text];
  const encoding = letters.every(isGsm) ? 'gsm-7' : 'ucs-2';
  const widths = letters.map((letter) =>
    encoding === 'ucs-2' ? letter.length : EXTENDED.has(letter) ? 2 : 1,
  );
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { one, part } = SIZE[encoding];
  return { encoding, units, segments: units <= one ? 1 : partsOf(widths, part) };
}

/** Whether a letter is in the default alphabet of text messages or its extension. */
export function isGsm(letter: string): boolean {
  return BASIC.has(letter) || EXTENDED.has(letter);
}

function partsOf(widths: number[], size: number): number {
  let [parts, used] = [1, 0];
  for (const width of widths) {
    if (used + width > size) [parts, used] = [parts + 1, 0];
    used += width;
  }
  return parts;
}
