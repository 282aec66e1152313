import pino from 'pino';
import type { Log } from '../delivery/engine.ts';
import type { Call } from './command.ts';

/** Says what happens, a line of JSON for each thing, on standard error. */
export function logTo({ stderr }: Call['io']): Log {
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    { write: (line) => void stderr.write(line) },
  );
  return {
    info: (what, facts = {}) => logger.info(facts, what),
    error: (what, facts = {}) => logger.error(facts, what),
  };
}
