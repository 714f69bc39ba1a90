/** Text that survives a round trip: no NUL (PostgreSQL refuses it) and no lone surrogate (UTF-8 cannot carry it). */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** One reference token of a JSON Pointer (RFC 6901 §3). */
export function escapeToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
