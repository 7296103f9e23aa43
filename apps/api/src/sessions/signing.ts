import { createHmac, timingSafeEqual } from 'node:crypto';

const SEPARATOR = '.';

/** Signs and checks short texts with HMAC-SHA256. The first secret signs, all of them are believed: rotation. */
export function createSigner(secrets: readonly [string, ...string[]]) {
  const tagOf = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  return {
    /** A name for what must not be stored, an address: the same for the same text, and nobody without the secret can tell which. */
    nameOf: (text: string): string => tagOf(secrets[0], text).slice(0, 22),
    sign: (text: string): string => `${text}${SEPARATOR}${tagOf(secrets[0], text)}`,
    /** The text, or null where the signature is nobody's. */
    read(signed: string): string | null {
      const at = signed.lastIndexOf(SEPARATOR);
      if (at < 1) return null;
      const text = signed.slice(0, at);
      const tag = Buffer.from(signed.slice(at + 1));
      return secrets.some((secret) => {
        const own = Buffer.from(tagOf(secret, text));
        return own.length === tag.length && timingSafeEqual(own, tag);
      })
        ? text
        : null;
    },
  };
}
export type Signer = ReturnType<typeof createSigner>;
