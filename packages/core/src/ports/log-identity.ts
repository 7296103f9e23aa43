/** What the online store remembers of the log that it was taught from. */
export interface LogIdentity {
  readonly epoch: number;
  readonly listenPartitions: number;
  readonly stepPartitions: number;
}

/**
 * - LO1 Nothing remembered reads as null.
 * - LO2 `remember` overwrites; reads return what was remembered last.
 */
export interface LogMemory {
  recall(): Promise<LogIdentity | null>;
  remember(identity: LogIdentity): Promise<void>;
}
