import { tidy } from '../../../platform/http/text.js';
import type { QuickText } from './quick-text.js';

/** A list that a text may name. */
export interface NamedList {
  id: string;
  name: string;
}

const MAX_LABELS = 20;
const PRIORITY = /(?<=^|\s)(?:!|p)([1-4])(?=$|[\s,.;])/i;
const LABEL = /(?<=^|\s)@([\p{L}\p{N}][\p{L}\p{N}_-]{0,49})(?=$|[\s,.;!?])/u;
const LIST = /(?<=^|\s)#(?=\S)/g;
const END_OF_NAME = /^(?:[\s,.;!?]|$)/;

/** `!1` to `!4`, or `p1` to `p4`. */
export function takePriority(text: QuickText): number | undefined {
  const found = text.find(PRIORITY);
  if (!found) return undefined;
  text.take('priority', found.index, found.index + found[0].length);
  return Number(found[1]);
}

/** Each `@label`. One that is not followed by the end of a word, as an address is, stays. */
export function takeLabels(text: QuickText): string[] {
  const labels = new Set<string>();
  while (labels.size < MAX_LABELS) {
    const found = text.find(LABEL);
    if (!found) break;
    labels.add(tidy(found[1] ?? ''));
    text.take('label', found.index, found.index + found[0].length);
  }
  return [...labels];
}

/** `#` with the name of a list of the member's, in whatever case and with or without accents; the longest that fits. */
export function takeList(text: QuickText, lists: readonly NamedList[]): string | undefined {
  // Of lists with one name the first.
  const idsByName = new Map(lists.toReversed().map(({ id, name }) => [fold(name), id]));
  const longest = Math.max(0, ...[...idsByName.keys()].map((name) => name.length));
  for (const { index } of text.rest.matchAll(LIST)) {
    const named = readName(text.rest.slice(index + 1), idsByName, longest);
    if (!named) continue;
    text.take('list', index, index + 1 + named.length);
    return named.id;
  }
  return undefined;
}

/** The longest name that a text begins with. It looks at each character once, however many names there are. */
function readName(
  text: string,
  idsByName: ReadonlyMap<string, string>,
  longest: number,
): { id: string; length: number } | undefined {
  let named: { id: string; length: number } | undefined;
  let [folded, length] = ['', 0];
  for (const character of text) {
    folded += fold(character);
    length += character.length;
    if (folded.length > longest) break;
    const id = END_OF_NAME.test(text.charAt(length)) ? idsByName.get(folded) : undefined;
    if (id !== undefined) named = { id, length };
  }
  return named;
}

/** The same for a text as for its characters one by one, hence no final sigma. */
function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ');
}
