/** Keys, and places in lists, from the top of the file on: `['site', 'components', 0, 'name', 'en']`. */
export type Path = readonly (string | number)[];

/** What YAML can hold, as a program writes it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Writes a value at a path of `nightlight.yaml`, and what lies above it where there is no such thing yet. All that was
 * not touched stays byte for byte: comments, order, quotes, line ends.
 * @returns the text of the file as it is then; whether it is right, `nightlight check` says.
 * @throws Error where the text is no YAML.
 */
export function set(text: string, path: Path, value: Plain): string;

/** Writes a component behind the others. */
export function addComponent(text: string, component: Readonly<Record<string, Plain>>): string;

/** Takes out what stands at a path, with the comment above it; nothing happens where nothing stands there. */
export function remove(text: string, path: Path): string;
