/** What every database can keep: NUL and halves of surrogate pairs, which Postgres refuses, become U+FFFD. */
export const storableText = (text: string): string => Buffer.from(text).toString().replaceAll('\0', '\ufffd');
