import { STATUS_CODES } from 'node:http';
import type { ProblemDefinition } from '../errors/problem.js';
import { type Html, html, withCode } from './html.js';
import { layout } from './layout.js';

const errors = { name: 'All errors', path: '/problems' };

/** The page that an error's `type` leads to. */
export function problemPage({ code, status, title, help }: ProblemDefinition): string {
  return layout({
    title: `${title} (${code})`,
    description: help,
    main: html`
      <p class="trail"><a href="${errors.path}">${errors.name}</a></p>
      <h1>${title}</h1>
      <dl class="facts">
        <div>
          <dt>Code</dt>
          <dd><code>${code}</code></dd>
        </div>
        <div>
          <dt>Status</dt>
          <dd>${status} ${STATUS_CODES[status] ?? ''}</dd>
        </div>
      </dl>
      <h2>What it means, and what to do</h2>
      <p>${withCode(help)}</p>
      <h2>How to recognise it</h2>
      <p>
        Branch on <code>code</code>, which never changes; the texts may be reworded. Quote the <code>requestId</code> of
        the answer when you ask somebody for help.
      </p>
      <pre
        tabindex="0"
        aria-label="Example"
      ><code>${JSON.stringify({ status, code, title, requestId: '…' }, null, 2)}</code></pre>
    `,
  });
}

/** All errors, by area. */
export function problemIndexPage(definitions: readonly ProblemDefinition[]): string {
  const areas = Map.groupBy(definitions, ({ code }) => code.split('.', 1)[0] ?? '');
  return layout({
    title: 'Errors',
    description: 'Every error that this API answers with, what it means and what to do about it.',
    main: html`
      <h1>Errors</h1>
      <p>
        Every error is <code>application/problem+json</code> (RFC 9457) with a <code>code</code> that never changes.
        These are all of them.
      </p>
      ${[...areas].map(([area, ofArea]) => showArea(area, ofArea))}
    `,
  });
}

export function unknownProblemPage(): string {
  return layout({
    title: 'There is no such error',
    description: 'No error of this API has this code.',
    main: html`
      <h1>There is no such error</h1>
      <p>No error of this API has this code. <a href="${errors.path}">These are all of them.</a></p>
    `,
  });
}

function showArea(area: string, definitions: readonly ProblemDefinition[]): Html {
  return html`
    <section aria-labelledby="${area}">
      <h2 id="${area}">${area}</h2>
      <ul class="errors">
        ${definitions.map(
          ({ code, status, title }) =>
            html`<li>
              <a href="/problems/${code}"><code>${code}</code></a
              ><span>${title}</span><span class="status">${status}</span>
            </li>`,
        )}
      </ul>
    </section>
  `;
}
