import { type Html, html } from './html.js';

interface Page {
  title: string;
  description: string;
  main: Html;
  /** Of the assets, for a page that does something; null for one that does nothing at all. */
  script?: string | null;
  /** Further links of the head. */
  head?: Html;
}

/** The frame of every page. Pages that are there to be read work without a script; all that they load comes from this server. */
export function layout({ title, description, main, script = 'copy-buttons.js', head = html`` }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <meta name="description" content="${description}" />
        <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/site.css" />
        ${script === null ? html`` : html`<script src="/assets/${script}" defer></script>`} ${head}
      </head>
      <body>
        <header class="bar">
          <a class="brand" href="/"><img src="/assets/favicon.svg" alt="" width="28" height="28" />Kitchen</a>
          <nav aria-label="Site"><a href="/blog">Blog</a><a href="/docs">API</a><a href="/problems">Errors</a></nav>
        </header>
        <main>${main}</main>
      </body>
    </html> `.text;
}
