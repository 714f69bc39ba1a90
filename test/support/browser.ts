import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Chromium, which is the machine's to have: at `CHROMIUM_PATH`, or where it usually is. */
const chromiumPath = [process.env['CHROMIUM_PATH'] ?? USUAL_PATHS].flat().find((path) => existsSync(path));

/**
 * `it` where there is a browser. Where there is none, the test is left out, and says how that can be changed; with
 * `KITCHEN_REQUIRE_BROWSER=1` it fails instead.
 */
export function itInBrowser(): jest.It {
  if (chromiumPath !== undefined || process.env['KITCHEN_REQUIRE_BROWSER'] === '1') return it;
  process.stdout.write(
    'Left out: the test of Swagger UI, as there is no Chromium here. Get one (Debian: apt-get install chromium) or set CHROMIUM_PATH.\n',
  );
  return it.skip;
}

/** A browser that asks nothing of the network by itself. */
export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) {
    throw new Error('KITCHEN_REQUIRE_BROWSER is set, but there is no Chromium. Install it, or set CHROMIUM_PATH.');
  }
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu', ...quiet] });
}

/** Collects what goes wrong in a page: errors of its console (refusals by its security policy are among them), uncaught ones, requests. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // The browser itself gives up what a page no longer needs when it leaves it.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.url()} ${reason}`);
  });
  return complaints;
}
