/** Part of every sound's address: raised whenever the same track would give other bytes. */
export const COMPOSER_VERSION = 1;
