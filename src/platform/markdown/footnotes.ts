import type { MarkdownIt, Token } from 'markdown-it';
import footnotes from 'markdown-it-footnote';
import type { ArticleEnvironment } from './heading-anchors.js';

/** Which note, and which of the references to it. */
interface NoteMeta {
  id: number;
  subId: number;
}

/** `[^1]` and `^[this]`, as markdown-it-footnote reads them, with ids that are the text's own. */
export function addFootnotes(markdown: MarkdownIt): void {
  footnotes(markdown);
  const { rules } = markdown.renderer;
  rules['footnote_ref'] = (tokens, index, _, env) => {
    const { note, reference, number } = idsOf(tokens[index], env as ArticleEnvironment);
    return `<sup class="footnote-ref"><a href="#${note}" id="${reference}">[${number}]</a></sup>`;
  };
  rules['footnote_open'] = (tokens, index, _, env) =>
    `<li id="${idsOf(tokens[index], env as ArticleEnvironment).note}" class="footnote-item">`;
  rules['footnote_anchor'] = (tokens, index, _, env) =>
    ` <a href="#${idsOf(tokens[index], env as ArticleEnvironment).reference}" class="footnote-backref">↩</a>`;
}

function idsOf(token: Token | undefined, { idPrefix }: ArticleEnvironment) {
  const { id, subId } = token?.meta as unknown as NoteMeta;
  const number = id + 1;
  return {
    number,
    note: `${idPrefix}note-${number}`,
    reference: `${idPrefix}note-ref-${number}${subId > 0 ? `-${subId}` : ''}`,
  };
}
