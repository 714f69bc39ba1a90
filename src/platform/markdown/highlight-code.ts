import { createRequire } from 'node:module';

/** As much of highlight.js as is used here. Its own types would bring those of a browser into the whole project. */
interface Highlighter {
  registerLanguage(name: string, language: unknown): void;
  getLanguage(name: string): unknown;
  highlight(code: string, options: { language: string; ignoreIllegals: boolean }): { value: string };
}

const require = createRequire(import.meta.url);
const highlighter = require('highlight.js/lib/core') as Highlighter;

const LANGUAGES = [
  ...['bash', 'c', 'cpp', 'csharp', 'css', 'diff', 'dockerfile', 'go', 'ini', 'java', 'javascript', 'json', 'kotlin'],
  ...['php', 'python', 'ruby', 'rust', 'shell', 'sql', 'swift', 'typescript', 'xml', 'yaml'],
];
for (const name of LANGUAGES) highlighter.registerLanguage(name, require(`highlight.js/lib/languages/${name}`));

/** Nobody reads more of it in an article, and what is highlighted is ten times as long. */
const MAX_LENGTH = 20_000;

/**
 * Code as HTML with classes (`hljs-keyword`), which any theme of highlight.js colours.
 *
 * @returns an empty text for languages that are not known here and for long code: markdown-it then shows it plainly.
 */
export function highlightCode(code: string, language: string): string {
  if (code.length > MAX_LENGTH || !highlighter.getLanguage(language)) return '';
  return highlighter.highlight(code, { language, ignoreIllegals: true }).value;
}
