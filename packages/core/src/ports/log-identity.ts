import { z } from 'zod';

/** What the online store remembers of the log that it was taught from. */
export const LogIdentitySchema = z.object({
  epoch: z.number(),
  listenPartitions: z.number().int(),
  stepPartitions: z.number().int(),
});
export type LogIdentity = Readonly<z.infer<typeof LogIdentitySchema>>;

/**
 * - LO1 Nothing remembered reads as null.
 * - LO2 `remember` overwrites; reads return what was remembered last.
 */
export interface LogMemory {
  recall(): Promise<LogIdentity | null>;
  remember(identity: LogIdentity): Promise<void>;
}
