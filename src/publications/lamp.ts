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
