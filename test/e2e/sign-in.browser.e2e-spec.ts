import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { complaintsOf, itInBrowser, openBrowser } from '../support/browser.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { CLIENT, type OidcIssuer, startOidcIssuer } from '../support/oidc-issuer.js';
import { type KitchenProcess, killAll, startProcess } from '../support/process.js';

const ADA = { username: 'ada', email: 'ada@example.com', password: 'a walk in the park 42' };

describe('the page to sign in with an account elsewhere', () => {
  let database: TestDatabase;
  let issuer: OidcIssuer;
  let kitchen: KitchenProcess;
  let browser: Browser | undefined;

  beforeAll(async () => {
    const port = await freePort();
    database = await createTestDatabase();
    // Another host than the kitchen's, as far as cookies go.
    issuer = await startOidcIssuer('oidc', `http://localhost:${port}`);
    kitchen = await startProcess({
      PORT: String(port),
      DATABASE_URL: database.url,
      JWT_SECRET: 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA',
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: CLIENT.client_id,
      OIDC_CLIENT_SECRET: CLIENT.client_secret,
      OIDC_NAME: 'The office',
    });
    await kitchen.guest.post('/auth/register', ADA);
  });
  afterAll(async () => {
    await browser?.close();
    killAll();
    await issuer.close();
    await database.drop();
  });

  const address = () => `${kitchen.origin.replace('127.0.0.1', 'localhost')}/sign-in`;
  const shows = (page: Page, text: string) => page.getByText(text).waitFor({ state: 'visible', timeout: 10_000 });

  itInBrowser()(
    'makes an account, and links one that is there by its password',
    async () => {
      browser = await openBrowser();
      const page = await browser.newPage();
      const complaints = complaintsOf(page);
      issuer.people.set('grace', { email: 'grace@example.com', email_verified: true, preferred_username: 'grace' });
      issuer.nextIs('grace');
      await page.goto(address());
      await page.getByRole('button', { name: 'Sign in with The office' }).click();
      await shows(page, 'You are signed in as grace.');
      expect(page.url()).toBe(address());
      const token = await page.locator('pre').innerText();
      const { body } = await kitchen.guest.get('/users/me', { authorization: `Bearer ${token}` });
      expect(body.username).toBe('grace');
      expect(complaints).toEqual([]);

      const another = await (await browser.newContext()).newPage();
      issuer.people.set('ada', { email: ADA.email, email_verified: true });
      issuer.nextIs('ada');
      await another.goto(address());
      await another.getByRole('button', { name: 'Sign in with The office' }).click();
      await shows(another, 'There is an account with this e-mail address.');
      await another.locator('input').fill(ADA.password);
      await another.getByRole('button', { name: 'Go on' }).click();
      await shows(another, 'You are signed in as ada.');
    },
    60_000,
  );

  itInBrowser()('does nothing with a code that somebody else has begun with', async () => {
    browser ??= await openBrowser();
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${address()}#code=kis_planted`);
    await shows(page, 'This sign-in was not begun in this browser.');
    expect(await page.locator('pre').isVisible()).toBe(false);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
