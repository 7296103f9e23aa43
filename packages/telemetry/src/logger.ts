import { type Logger, pino } from 'pino';

/** Lines of JSON; warnings and errors only where nobody said otherwise, so that a healthy process is nearly silent. */
export function createLogger({ service, level }: { readonly service: string; readonly level: string }): Logger {
  return pino({ level, base: { service }, serializers: { err: pino.stdSerializers.err } });
}
export type { Logger };
