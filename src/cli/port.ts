import type { Source } from '../problems/index.ts';
import { WrongCall, wrongSetting } from './parse.ts';

/**
 * The number of a port that somebody wrote.
 * @throws WrongCall where it is none.
 */
export function readPort(written: string | undefined, source: Source, otherwise: number): number {
  const port = Number(written || otherwise);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new WrongCall(
    wrongSetting(source, {
      found: written ?? '',
      expected: `a number up to 65535, such as ${otherwise}`,
      remedy: 'Set it to a number, or to nothing.',
    }),
  );
}
