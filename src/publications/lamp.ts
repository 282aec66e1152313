/**
 * The mark of the project: a small lamp, on a grid of 24 by 24. It is drawn here and nowhere else; header,
 * icons, badge, share picture and bedside page print these paths. Its shade is filled with light only where
 * somebody's word holds that all is well; a picture that cannot turn stale by itself shows it unlit.
 */
export const LAMP = {
  /** The shade, which is lit or not. */
  shade: 'M12 3a8.5 8.5 0 0 0-8.5 8.5q0 1.5 1.5 1.5h14q1.5 0 1.5-1.5A8.5 8.5 0 0 0 12 3z',
  /** The stem and the foot it stands on. */
  stand: 'M12 13v7M7.5 20.5h9',
} as const;

/** The colours of the lamp in pictures: a night, and moonlight on what is not lit. */
export const NIGHT = '#10131a';
export const MOONLIGHT = '#9dbdff';

/** The lamp by itself, unlit, as a part of an SVG picture. */
export function lampIn(color: string, transform: string): string {
  return `<g transform="${transform}" fill="none" stroke="${color}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="${LAMP.shade}"/><path d="${LAMP.stand}"/></g>`;
}

/**
 * The lamp as an icon, in SVG.
 * @param corner how round its corners are, of 64; 0 where the system rounds them.
 * @param color the colour of the lamp.
 */
export function iconSvg(corner: number, color: string = MOONLIGHT): string {
  const round = corner > 0 ? ` rx="${corner}"` : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64"${round} fill="${NIGHT}"/><g transform="translate(11 10) scale(1.75)" fill="none" stroke="${color}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"><path d="${LAMP.shade}" fill="${color}"/><path d="${LAMP.stand}"/></g></svg>\n`;
}
