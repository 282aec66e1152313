/** Whether clocks where a language is spoken, or in a locale, have twice twelve hours, such as "9 PM". */
export function hasTwoHalves(locale: string): boolean {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true;
}
