export type SoundErrorCode = 'sound_busy' | 'sound_closed' | 'sound_failed' | 'sound_range';

/** What a caller may do: `sound_busy` asks to come back, the others are final for this request. */
export class SoundError extends Error {
  override readonly name = 'SoundError';
  readonly code: SoundErrorCode;
  constructor(code: SoundErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
  get retryable(): boolean {
    return this.code === 'sound_busy';
  }
}
