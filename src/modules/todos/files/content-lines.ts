/** A line of an iCalendar file (RFC 5545 §3.1), put together again where it was folded. */
export interface ContentLine {
  /** Counted from 1. */
  line: number;
  text: string;
  /** Its end is missing: nothing that a todo has is so long. */
  isTooLong: boolean;
}

const MAX_LENGTH = 100_000;

/** Those that are not empty, of a text whose lines end with `\n`. */
export function* contentLines(file: string): Iterable<ContentLine> {
  let current: ContentLine | undefined;
  let [start, line] = [0, 0];
  while (start < file.length) {
    const found = file.indexOf('\n', start);
    const end = found === -1 ? file.length : found;
    const text = file.slice(start, end);
    start = end + 1;
    line++;
    if (/^[ \t]/.test(text) && current) append(current, text.slice(1));
    else if (text !== '') {
      if (current) yield current;
      current = { line, text: '', isTooLong: false };
      append(current, text);
    }
  }
  if (current) yield current;
}

function append(line: ContentLine, text: string): void {
  line.isTooLong ||= line.text.length + text.length > MAX_LENGTH;
  if (!line.isTooLong) line.text += text;
  else if (line.text === '') line.text = text.slice(0, MAX_LENGTH);
}
