export interface CspOptions {
  /** Fresh for every page: the scripts that carry it may run, and nothing else. */
  readonly nonce: string;
  /** React's development build evaluates strings and injects styles. */
  readonly development: boolean;
}

/**
 * The content security policy of every page. No inline style is allowed, attributes in the HTML included: widths that
 * come from data are SVG attributes, and what moves is set through the style object, which the policy does not touch.
 */
export function cspOf({ nonce, development }: CspOptions): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self'",
    "font-src 'self'",
    // Sound that was fetched ahead plays from a blob that the page made itself.
    "media-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
