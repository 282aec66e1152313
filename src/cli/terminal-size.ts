/** The size of a terminal that says none, which is that of the first ones. */
const USUAL = { columns: 80, rows: 24 };

/**
 * Gives a terminal a size where it has none, as a serial line and some containers: in no width at all each letter of a
 * question would stand in a line of its own.
 */
export function giveSize(output: { isTTY?: boolean; columns?: number }): void {
  if (output.isTTY && output.columns === 0) Object.assign(output, USUAL);
}
