import { timingSafeEqual } from 'node:crypto';

/** Addresses that only this machine reaches. */
export const isLocalHost = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

/**
 * Who may see the dashboard, `/metrics` and their socket: whoever has `OPERATOR_TOKEN`; where none is set, everybody, if
 * only this machine reaches the app or it is the demo, and else nobody.
 */
export function operatorsBy({ token, open }: { readonly token: string | undefined; readonly open: boolean }) {
  return (given: string | undefined): boolean => {
    if (token === undefined) return open;
    if (given === undefined) return false;
    const [a, b] = [Buffer.from(given), Buffer.from(token)];
    return a.length === b.length && timingSafeEqual(a, b);
  };
}

/** Of `Authorization: Bearer …`. */
export const bearerOf = (header: string | undefined): string | undefined => /^Bearer (.+)$/.exec(header ?? '')?.[1];
