/** A text of a language with its values put in, as a script can do it: `{name}` is replaced where `name` is known. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
