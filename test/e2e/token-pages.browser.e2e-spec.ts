import type { Browser, Page } from 'playwright-core';
import { complaintsOf, itInBrowser, openBrowser } from '../support/browser.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { type KitchenProcess, killAll, startProcess } from '../support/process.js';

const ACCOUNT = { username: 'ada', email: 'ada@example.com', password: 'a walk in the park 42' };

describe('the pages that links in mails lead to', () => {
  let database: TestDatabase;
  let server: MailServer;
  let kitchen: KitchenProcess;
  let browser: Browser | undefined;

  beforeAll(async () => {
    database = await createTestDatabase();
    server = await startMailServer();
    kitchen = await startProcess({
      DATABASE_URL: database.url,
      JWT_SECRET: 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA',
      SMTP_URL: server.url,
    });
    await kitchen.guest.post('/auth/register', ACCOUNT);
  });
  afterAll(async () => {
    await browser?.close();
    killAll();
    await server.close();
    await database.drop();
  });

  itInBrowser()(
    'verify an address, and take a new password, by a button',
    async () => {
      browser = await openBrowser();
      const page = await browser.newPage();
      const complaints = complaintsOf(page);

      await page.goto(await linkIn('verify-email'));
      await page.getByRole('button', { name: 'Yes, it is mine' }).click();
      await shows(page, 'Thank you. The address is verified.');

      await page.goto(`${kitchen.origin}/reset-password`);
      await page.getByLabel('Your e-mail address').fill(ACCOUNT.email);
      await page.getByRole('button', { name: 'Send me a link' }).click();
      await shows(page, 'a mail with a link is on its way');

      await page.goto(await linkIn('reset-password'));
      expect(await page.getByLabel('Your e-mail address').isVisible()).toBe(false);
      await page.getByLabel('New password').fill('another horse, another staple');
      await page.getByRole('button', { name: 'Take this password' }).click();
      await shows(page, 'log in with your new password');
      expect(complaints).toEqual([]);

      const login = { login: 'ada', password: 'another horse, another staple' };
      const { body } = await kitchen.guest.post('/auth/login', login);
      expect(body.user).toMatchObject({ isEmailVerified: true });
    },
    60_000,
  );

  itInBrowser()('say so when a link is not good any more, and when there is none', async () => {
    browser ??= await openBrowser();
    const page = await browser.newPage();
    await page.goto(`${kitchen.origin}/verify-email#token=kev_never`);
    await page.getByRole('button', { name: 'Yes, it is mine' }).click();
    await shows(page, 'This link is not good any more');

    await page.goto('about:blank');
    await page.goto(`${kitchen.origin}/verify-email`);
    await shows(page, 'Please open this page by the link in the mail.');
    expect(await page.getByRole('button').isVisible()).toBe(false);
  });

  async function linkIn(page: string): Promise<string> {
    const { text } = await server.next(ACCOUNT.email);
    const link = text.split('\n').find((line) => line.includes(`/${page}#token=`))!;
    return link.replace(/^http:\/\/localhost:\d+/, kitchen.origin);
  }

  async function shows(page: Page, text: string): Promise<void> {
    await page.getByText(text).waitFor({ state: 'visible', timeout: 10_000 });
  }
});
