import type { StateCore, Token } from 'markdown-it';

/** At the end of a text stands something else that belongs to the item, such as a word in bold. */
const BOX = /^\[([ xX])\](?= (?:\S|$))/;

/** A rule for markdown-it: a list item that begins with `[ ]` or `[x]` gets a box, which nobody can tick (GitHub Flavored Markdown §5.3). */
export function makeTaskLists({ tokens, Token }: StateCore): void {
  for (const [index, item] of tokens.entries()) {
    if (item.type !== 'list_item_open' || tokens[index + 1]?.type !== 'paragraph_open') continue;
    const text = tokens[index + 2]?.children?.[0];
    const [mark, state] = (text?.type === 'text' && BOX.exec(text.content)) || [];
    if (!text || mark === undefined) continue;
    text.content = text.content.slice(mark.length);
    item.attrJoin('class', 'task-list-item');
    tokens[index + 2]?.children?.unshift(boxOf(new Token('task_box', 'input', 0), state !== ' '));
  }
}

function boxOf(box: Token, isTicked: boolean): Token {
  box.attrs = [
    ['type', 'checkbox'],
    ['disabled', 'disabled'],
    ...(isTicked ? [['checked', 'checked'] as [string, string]] : []),
  ];
  return box;
}
