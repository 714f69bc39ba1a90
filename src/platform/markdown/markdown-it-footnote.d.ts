declare module 'markdown-it-footnote' {
  import type { MarkdownIt } from 'markdown-it';

  const footnotes: (markdown: MarkdownIt) => void;
  // eslint-disable-next-line no-restricted-syntax -- that is how the package exports it
  export { footnotes as default };
}
