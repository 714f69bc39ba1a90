/** Text that survives a round trip: no NUL (PostgreSQL refuses it) and no lone surrogate (UTF-8 cannot carry it). */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Something to see: not white space, a control, what Unicode lets programs ignore, or the Braille pattern without dots. */
export const SOMETHING_TO_SEE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * A text as it is kept: with nothing at its ends that has no shape, composed (NFC), so that what looks the same is the same, and
 * empty where there is nothing to see.
 */
export function tidy(text: string): string {
  return SOMETHING_TO_SEE.test(text) ? withoutMargins(text).normalize('NFC') : '';
}

/**
 * White space, soft hyphen, zero width space, word joiner. Joiners stay: the letter before them may look otherwise, and so do the
 * marks that say in which direction to read.
 */
const MARGIN = /[\s\u00ad\u200b\u2060]/;

/** Character by character: a pattern for the end would look at long runs within the text again and again. */
function withoutMargins(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && MARGIN.test(text.charAt(start))) start++;
  while (end > start && MARGIN.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** One reference token of a JSON Pointer (RFC 6901 §3). */
export function escapeToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
