// What a browser may do on the issuer's pages.

/** Content-Security-Policy; a form may be sent to the issuer, and its answer may lead on to `origins`. */
export function policyFor(origins = []) {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    `form-action ${["'self'", ...origins].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}
