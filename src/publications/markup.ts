import { escapeHtml } from './escape.ts';

/**
 * A sentence of ours, which may hold markup, with values from the config in it, which may not: `{name}` becomes
 * the value of that name, as text. A name without a value stays as it is.
 */
export function fillMarkup(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? escapeHtml(values[name] as string) : whole,
  );
}
