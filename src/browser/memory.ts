const KEY = 'nightlight-time';

/** The server's time as it was known last, in ms; it tells a reload that an answer is older than that. */
export function recall(): number | undefined {
  try {
    const time = Number(localStorage.getItem(KEY) ?? Number.NaN);
    return Number.isFinite(time) ? time : undefined;
  } catch {
    return undefined;
  }
}

/** One number, and nothing about the reader. Without storage (a private window) nothing is remembered. */
export function remember(time: number | undefined): void {
  try {
    if (time !== undefined) localStorage.setItem(KEY, String(Math.round(time)));
  } catch {
    // The page proves itself all the same.
  }
}
