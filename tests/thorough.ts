/** Whether all is looked at that can be, as before a release, and not only what shows each mistake once. */
export const isThorough = process.env.THOROUGH === '1';
