const OPENING_CHARACTERS = 200;
const WORDS_PER_MINUTE = 230;

/** The first 200 characters or so of a plain text, ending with a whole word. */
export function openingOf(text: string): string {
  if (text.length <= OPENING_CHARACTERS) return text;
  const beginning = text.slice(0, OPENING_CHARACTERS + 1);
  const end = beginning.lastIndexOf(' ');
  return `${end > 0 ? beginning.slice(0, end) : wholeCharacters(beginning)}…`;
}

/** Minutes that reading takes at 230 words a minute, at least one. */
export function readingMinutesOf(wordCount: number): number {
  return Math.max(1, Math.ceil(wordCount / WORDS_PER_MINUTE));
}

function wholeCharacters(text: string): string {
  return text.slice(0, OPENING_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
}
