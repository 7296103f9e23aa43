/** What browsers that have the Network Information API say; most say only a part of it, and some nothing. */
interface Connection {
  readonly saveData?: boolean;
  readonly type?: string;
  readonly effectiveType?: string;
}

/**
 * Whether bytes cost or are slow, as far as the browser says. A phone that says nothing may be on a contract by the
 * byte: there it is taken to be so.
 */
export function isSparing(connection: Connection | null = connectionOf(), isInHand = hasTouchAlone): boolean {
  if (!connection) return isInHand();
  const { saveData, type, effectiveType } = connection;
  return saveData === true || type === 'cellular' || (effectiveType !== undefined && effectiveType !== '4g');
}

const connectionOf = (): Connection | null => (navigator as { readonly connection?: Connection }).connection ?? null;
const hasTouchAlone = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches;
