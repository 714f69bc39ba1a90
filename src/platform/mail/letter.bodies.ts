import { type Html, html } from '../pages/html.js';
import type { Letter, Paragraph } from './letter.js';

const SIGNATURE = 'Your Kitchen';
const LINE_LENGTH = 72;

/** The body for who reads text: lines of a bearable length (RFC 5322 §2.1.1), but links in one piece. */
export function textBody({ body }: Letter): string {
  const paragraphs = body.map((paragraph) =>
    typeof paragraph === 'string' ? wrap(paragraph) : `${paragraph.label}:\n${paragraph.url}`,
  );
  return `${[...paragraphs, `-- \n${SIGNATURE}`].join('\n\n')}\n`;
}

/** The body for everybody else. Styles stand at the elements, because mail programs drop all others. */
export function htmlBody({ subject, body }: Letter): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${subject}</title>
      </head>
      <body style="margin: 0; padding: 24px; font: 16px/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif">
        <div style="max-width: 34em; margin: 0 auto">
          <h1 style="font-size: 20px; line-height: 1.3; margin: 0 0 24px">${subject}</h1>
          ${body.map(toHtml)}
          <p style="margin: 32px 0 0; opacity: 0.7">${SIGNATURE}</p>
        </div>
      </body>
    </html> `.text;
}

function toHtml(paragraph: Paragraph): Html {
  if (typeof paragraph === 'string') return html`<p style="margin: 0 0 16px">${paragraph}</p>`;
  const { url, label } = paragraph;
  return html`<p style="margin: 24px 0">
      <a
        href="${url}"
        style="display: inline-block; padding: 10px 18px; border-radius: 8px; background: #a23c18; color: #ffffff; text-decoration: none"
        >${label}</a
      >
    </p>
    <p style="margin: 0 0 16px; font-size: 13px; word-break: break-all">
      If the button does not work, this is its address: <a href="${url}">${url}</a>
    </p>`;
}

function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > LINE_LENGTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
