/** Markup that is safe to send: what came into it from outside was escaped on the way in. */
export class Html {
  constructor(readonly text: string) {}
}

type Content = string | number | Html | readonly Html[];

/** Makes markup. Interpolated text is escaped, for elements and quoted attributes alike; only {@link Html} goes in as it is. */
export function html(parts: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(parts.reduce((before, part, index) => before + markupOf(contents[index - 1] ?? '') + part));
}

function markupOf(content: Content): string {
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(({ text }) => text).join('');
  return escapeHtml(String(content));
}

/** A text as it is written in markup, in elements and quoted attributes alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Texts of ours mark what is code with backticks, as Markdown does. */
export function withCode(text: string): Html[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
