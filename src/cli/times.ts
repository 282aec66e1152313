import { join } from 'node:path';
import { paths } from '../domain/addresses.ts';
import { type ResponseFile, SPAN } from '../domain/response-file.ts';
import type { FarPlace } from '../release/beat.ts';
import type { Log, Parts } from '../watch/loop.ts';
import { OPEN_DISK, put } from '../watch/memory.ts';

/**
 * Writes what was measured, and a copy into the release that is live, where pages fetch it. Everybody may read it.
 * @param live the live folder, as it was named to `deploy`.
 */
export function publisherOf(times: string, live: string | undefined): Parts['publish'] {
  const copy = live === undefined ? times : join(live, paths.responses);
  return async (responses) => {
    const text = JSON.stringify(responses);
    await put(times, text, OPEN_DISK);
    // A release may be taken away meanwhile; the next one has it with the next look.
    if (copy !== times) await put(copy, text, OPEN_DISK).catch(() => undefined);
  };
}

/**
 * Brings what was measured to a place elsewhere, behind a beat: every five minutes, which is as often as there is
 * something new to draw, and at once into a release that went live in between. Nothing waits for it.
 */
export class FarTimes {
  /** The place itself; who reads its heartbeat tells here which build is live. */
  readonly place: FarPlace;
  readonly #steady: () => number;
  readonly #log: Pick<Log, 'info'>;
  #text: string | undefined;
  #build: unknown;
  /** When it was brought there last, and into which build. */
  #brought: { at: number; build: unknown } | undefined;
  #sending: Promise<void> | undefined;
  #why: string | undefined;

  constructor(place: FarPlace, steady: () => number, log: Pick<Log, 'info'>) {
    this.#steady = steady;
    this.#log = log;
    this.place = {
      ...place,
      read: async () => {
        const standing = await place.read();
        this.#build = buildIn(standing.text);
        return standing;
      },
    };
  }

  /** Takes what was measured, to be brought there when it is time. */
  take(responses: ResponseFile): void {
    this.#text = JSON.stringify(responses);
  }

  /** Brings it there where it is time. It never fails: numbers are worth no word at night but one in the log. */
  bring(): Promise<void> {
    const brought = this.#brought;
    const isTime =
      brought === undefined || brought.build !== this.#build || this.#steady() - brought.at >= SPAN;
    if (this.#text !== undefined && isTime)
      this.#sending ??= this.#send(this.#text).finally(() => {
        this.#sending = undefined;
      });
    return this.#sending ?? Promise.resolve();
  }

  async #send(text: string): Promise<void> {
    this.#brought = { at: this.#steady(), build: this.#build };
    const why = await this.place.write(paths.responses, text).then(
      () => undefined,
      (error: Error) => error.message,
    );
    if (why !== undefined && why !== this.#why)
      this.#log.info('what was measured could not be brought to the page', { why });
    this.#why = why;
  }
}

function buildIn(heartbeat: string): unknown {
  try {
    return (JSON.parse(heartbeat) as { build?: unknown }).build;
  } catch {
    return undefined;
  }
}
