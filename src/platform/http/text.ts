/** Text that survives a round trip: no NUL (PostgreSQL refuses it) and no lone surrogate (UTF-8 cannot carry it). */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Something to see: not white space, a control, what Unicode lets programs ignore, or the Braille pattern without dots. */
export const SOMETHING_TO_SEE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * A text as it is kept: without white space at its ends, composed (NFC), so that what looks the same is the same, and empty where
 * there is nothing to see.
 */
export function tidy(text: string): string {
  return SOMETHING_TO_SEE.test(text) ? text.trim().normalize('NFC') : '';
}

/** One reference token of a JSON Pointer (RFC 6901 §3). */
export function escapeToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
