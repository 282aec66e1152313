/** Whether clocks where a language is spoken, or in a locale, have twice twelve hours, such as "9 PM". */
export function hasTwoHalves(locale: string): boolean {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true;
}

/** Languages of twenty-four hours, in some of whose countries clocks have twice twelve: there the reader's own counts. */
const HALVED_SOMEWHERE = ['es'];

/** Whether clocks may have two halves where a language is read: what is drawn in it keeps room for that. */
export function mayHaveTwoHalves(language: string): boolean {
  return hasTwoHalves(language) || HALVED_SOMEWHERE.includes(language);
}
