/**
 * Rows as CSV (RFC 4180). A cell never begins with a character that a spreadsheet takes for a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function toCsv(header: string[], rows: (string | number | null)[][]): string {
  return `${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A cell as it is joined, which leaves nothing for `null`. */
function cell(value: string | number | null): string | number | null {
  if (typeof value !== 'string') return value;
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
