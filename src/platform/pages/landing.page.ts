import { html, withCode } from './html.js';
import { layout } from './layout.js';
import { type Step, walkthrough } from './walkthrough.js';

const doors = [
  { path: '/blog', name: 'The blog', about: 'What was published, to read; feeds at /feeds/posts.rss' },
  { path: '/docs', name: 'Swagger UI', about: 'Every route, to read and to try out' },
  { path: '/openapi.json', name: 'OpenAPI document', about: 'For generating clients and for your tools' },
  { path: '/problems', name: 'Errors', about: 'Each error code, what it means and what to do' },
  { path: '/health/live', name: 'Liveness', about: 'Whether this process answers' },
  { path: '/health/ready', name: 'Readiness', about: 'Whether it can serve: the database is there' },
];

/** What one sees first: what this is, where its doors are, and a tour that can be pasted into a shell. */
export function landingPage(origin: string): string {
  return layout({
    title: 'Kitchen: accounts, a blog, todos and the weather over HTTP',
    description: 'A backend with accounts, a blog with comments, todos and the weather: one process, one PostgreSQL.',
    main: html`
      <section class="hero">
        <h1>The backend you would otherwise write again</h1>
        <p>
          Accounts, a blog with comments, todos and the weather: one REST API over one PostgreSQL. Sessions that can be
          ended, edits that do not overwrite each other, requests that are safe to repeat, and errors that say what to
          do.
        </p>
        <p class="actions"><a class="button" href="/docs">Try it in the browser</a><a href="#tour">or with curl</a></p>
      </section>
      <section aria-labelledby="doors">
        <h2 id="doors">Doors</h2>
        <ul class="cards">
          ${doors.map(({ path, name, about }) => html`<li><a href="${path}">${name}</a><code>${path}</code><span>${about}</span></li>`)}
        </ul>
      </section>
      <section aria-labelledby="tour">
        <h2 id="tour">Two minutes with curl</h2>
        <p>Paste the steps into a terminal, one after the other. They work as often as you like.</p>
        <ol class="steps">
          ${walkthrough(origin).map(showStep)}
        </ol>
      </section>
    `,
  });
}

// The text of <pre> is taken as it is, white space and all.
function showStep({ title, about, commands }: Step) {
  return html`<li>
    <h3>${title}</h3>
    <p>${withCode(about)}</p>
    <pre tabindex="0" aria-label="Commands: ${title}"><code>${commands}</code></pre>
  </li>`;
}
