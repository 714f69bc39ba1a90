import type { Browser, Locator, Page } from 'playwright-core';
import { complaintsOf, itInBrowser, openBrowser } from '../support/browser.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type KitchenProcess, killAll, startProcess } from '../support/process.js';

/** In the built application: only there do the schemas hold what forms are made of. */
describe('Swagger UI', () => {
  let database: TestDatabase;
  let kitchen: KitchenProcess;
  let browser: Browser | undefined;

  beforeAll(async () => {
    database = await createTestDatabase();
    const environment = { DATABASE_URL: database.url, JWT_SECRET: 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA' };
    kitchen = await startProcess({ ...environment, MIGRATE_ON_BOOT: 'false' });
  });
  afterAll(async () => {
    await browser?.close();
    killAll();
    await database.drop();
  });

  itInBrowser()(
    'takes a newcomer from registering to a post, and still knows them after a reload',
    async () => {
      browser = await openBrowser();
      const page = await browser.newPage();
      const complaints = complaintsOf(page);
      await page.goto(`${kitchen.origin}/docs`);

      const session = await tryOut(page, '/api/v1/auth/register');
      expect(session).toMatchObject({ status: '201', body: { user: { username: 'grace' } } });

      await page.getByRole('button', { name: 'Authorize' }).click();
      // The first of two forms; the second is for personal access tokens.
      const form = page.locator('.modal-ux form').first();
      await form.locator('input').fill(session.body.accessToken);
      await form.getByRole('button', { name: 'Apply credentials' }).click();
      await form.getByRole('button', { name: 'Close' }).click();
      await page.reload();

      const post = await tryOut(page, '/api/v1/posts');
      expect(post).toMatchObject({ status: '201', body: { author: { username: 'grace' }, status: 'published' } });
      expect(await page.title()).toBe('Kitchen · API');
      expect(complaints).toEqual([]);
    },
    60_000,
  );
});

interface ShownAnswer {
  status: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of every shape
  body: any;
}

/** Opens the POST at this path, sends it with what its form offers, and reads the answer that is shown. */
async function tryOut(page: Page, path: string): Promise<ShownAnswer> {
  const operation = page.locator('.opblock-post', { has: page.locator(`[data-path="${path}"]`) });
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answer: Locator = operation.locator('.live-responses-table');
  const status = await answer.locator('.response-col_status').last().innerText();
  const body = await answer.locator('.highlight-code code').first().innerText();
  return { status: status.trim().slice(0, 3), body: JSON.parse(body) };
}
