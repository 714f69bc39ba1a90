import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { definedErrors } from '../../src/platform/errors/define-errors.js';
import { type Kitchen, startKitchen } from '../support/app.js';

const HTML = 'text/html; charset=utf-8';
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('what a browser is shown', () => {
  let kitchen: Kitchen;
  let published: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
    published = await startKitchen({ DATABASE_URL: kitchen.databaseUrl, PUBLIC_URL: 'https://kitchen.example' });
  });
  afterAll(async () => {
    await published.close();
    await kitchen.close();
  });

  const read = (path: string, headers = {}) => kitchen.guest.get(`/${path}`, headers);
  const linksOf = (html: string) => [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, target]) => target!);

  it.each(['/', '/problems', '/problems/users.not_found', '/docs'])(
    '%s is HTML that may be kept but is checked',
    async (path) => {
      const page = await read(path, BROWSER);
      const etag = page.headers.get('etag')!;

      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(page.headers.get('cache-control')).toBe('no-cache');
      expect(page.text).toMatch(/^\s*(<!--.*-->\s*)?<!doctype html>\s*<html lang="en">/i);
      expect(page.text).toMatch(/<title>[^<]+<\/title>/);
      expect(await read(path, { ...BROWSER, 'if-none-match': etag })).toMatchObject({ status: 304, text: '' });
    },
  );

  it.each(['/', '/problems', '/problems/users.not_found', '/docs'])(
    '%s links to nothing that is not there',
    async (path) => {
      const { text } = await read(path, BROWSER);
      const targets = linksOf(text).map((link) => new URL(link, kitchen.origin + path));

      expect(targets.length).toBeGreaterThan(3);
      for (const { href, origin } of targets) {
        expect(origin).toBe(kitchen.origin);
        expect({ href, status: (await fetch(href)).status }).toEqual({ href, status: 200 });
      }
    },
  );

  it('keeps to the content security policy: no script in the page, nothing from elsewhere', async () => {
    for (const path of ['/', '/problems', '/problems/users.not_found', '/docs']) {
      const { text } = await read(path, BROWSER);
      expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|javascript:/i);
      expect(linksOf(text).filter((link) => /^(https?:)?\/\//.test(link))).toEqual([]);
    }
  });

  it('answers HEAD like GET without the body, and knows no other method', async () => {
    const head = await kitchen.guest.send('HEAD', '//');

    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers.get('content-type')).toBe(HTML);
    expect(head.headers.get('etag')).toBe((await read('/')).headers.get('etag'));
    expect(await kitchen.guest.post('//problems', {})).toMatchObject({
      status: 405,
      body: { code: 'http.method_not_allowed' },
    });
  });

  it('has its own style, script and icon, which may be kept for a while', async () => {
    const types = { 'site.css': 'text/css', 'copy-buttons.js': 'javascript', 'favicon.svg': 'image/svg+xml' };
    for (const [file, type] of Object.entries(types)) {
      const { status, headers } = await read(`/assets/${file}`);
      expect({ file, status }).toEqual({ file, status: 200 });
      expect(headers.get('content-type')).toContain(type);
      expect(headers.get('cache-control')).toBe('public, max-age=3600');
      expect(headers.get('etag')).toMatch(/^(W\/)?".+"$/);
    }
  });

  it('serves no other file', async () => {
    for (const path of [
      '/assets/',
      '/assets/..%2f..%2fpages.module.ts',
      '/assets/%2e%2e/html.ts',
      '/assets/nothing.css',
    ]) {
      const { status, text } = await read(path);
      expect({ path, isRefused: status >= 400 && status < 500 }).toEqual({ path, isRefused: true });
      expect(text).not.toContain('import ');
    }
  });

  describe('of errors', () => {
    it('is a page for each of them, with what it means and what to do', async () => {
      expect(definedErrors().length).toBeGreaterThan(20);
      const index = await read('/problems', BROWSER);
      for (const { code, status, title, help } of definedErrors()) {
        const page = textOf((await read(`/problems/${code}`, BROWSER)).text);
        for (const part of [code, String(status), title, help.replaceAll('`', '')]) expect(page).toContain(part);
        expect(index.text).toContain(`href="/problems/${code}"`);
      }
    });

    it.each([
      ['application/json', true],
      ['application/problem+json', true],
      ['application/json, text/plain, */*', true],
      ['text/html;q=0.5, application/json', true],
      ['text/html, application/json;q=0.9', false],
      ['*/*', false],
    ])('is JSON or a page as %s prefers', async (accept, isJson) => {
      const { headers, body, text } = await read('/problems/users.not_found', { accept });

      expect(headers.get('content-type')).toBe(isJson ? 'application/json; charset=utf-8' : HTML);
      expect(headers.get('vary')).toContain('Accept');
      if (isJson) expect(body).toEqual(definedErrors().find(({ code }) => code === 'users.not_found'));
      else expect(text).toContain('<h1>There is no such member</h1>');
    });

    it('lists all of them as JSON, too', async () => {
      const { body } = await read('/problems', { accept: 'application/json' });

      expect(body).toEqual({ items: definedErrors(), nextCursor: null });
    });

    it('says 404 to an unknown code, in the form that is preferred, and does not repeat it', async () => {
      const page = await read('/problems/posts.%3Cscript%3Ealert(1)%3C%2Fscript%3E', BROWSER);
      const json = await read('/problems/posts.haunted', { accept: 'application/json' });

      expect(page.status).toBe(404);
      expect(page.headers.get('content-type')).toBe(HTML);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.text).not.toContain('alert');
      expect(json.status).toBe(404);
      expect(json.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(json.body.code).toBe('http.not_found');
      expect((await read('/problems/constructor')).status).toBe(404);
    });
  });

  describe('of the landing page', () => {
    it('names the address by which it was reached, and none that is not one', async () => {
      const { port } = new URL(kitchen.origin);
      const named = await fetch(`http://localhost:${port}/`);

      expect(await named.text()).toContain(`API=http://localhost:${port}/api/v1`);
      expect((await read('/')).text).toContain(`API=${kitchen.origin}/api/v1`);
      expect(await readAs('"><script>alert(1)</script>', port)).not.toContain('alert');
    });

    it('names the configured address instead', async () => {
      const { text } = await published.guest.get('//');

      expect(text).toContain('API=https://kitchen.example/api/v1');
      expect(text).not.toContain('127.0.0.1');
    });

    it.each(['bash', 'sh'])(
      'has a tour that works as it stands, twice, in %s',
      async (shell) => {
        const { text } = await read('/');
        const steps = [...text.matchAll(/<pre[^>]*><code>([^]*?)<\/code><\/pre>/g)].map(([, code]) => unescape(code!));
        expect(steps).toHaveLength(10);

        for (const round of ['first', 'second']) {
          const { output, statuses } = await paste(steps, shell);
          expect({ round, statuses }).toEqual({
            round,
            statuses: [201, 201, 200, 201, 200, 200, 201, 201, 200, 204, 401],
          });
          expect(output).toContain('<strong>curl</strong>');
          expect(output).toContain('"message":"Photo saved successfully"');
          expect(output).toContain('200 image/webp');
          expect(output).toContain('"isDone":true');
          expect(output).toContain(`"type":"${kitchen.origin}/problems/auth.session_ended"`);
        }
      },
      30_000,
    );
  });
});

/** The landing page for a client that claims to have reached it by this name. */
async function readAs(host: string, port: string): Promise<string> {
  const [response] = (await once(get({ port, headers: { host } }), 'response')) as [IncomingMessage];
  return text(response);
}

/** Runs the steps one after the other in one shell, and notes the status of each request that its curl makes. */
async function paste(steps: string[], shell: string): Promise<{ output: string; statuses: number[] }> {
  // The name that a tour takes has the second in it.
  await setTimeout(1010 - (Date.now() % 1000));
  const directory = await mkdtemp(join(tmpdir(), 'kitchen-tour-'));
  const watched = `
    cd ${directory}
    curl() { command curl --dump-header head "$@"; head -n 1 head | cut -d ' ' -f 2 >> statuses; }
  `;
  await writeFile(join(directory, 'tour'), [watched, 'set -eu', ...steps].join('\n'));
  const { stdout } = await promisify(execFile)(shell, [join(directory, 'tour')]);
  const statuses = (await readFile(join(directory, 'statuses'), 'utf8')).trim().split('\n').map(Number);
  await rm(directory, { recursive: true });
  return { output: stdout, statuses };
}

function unescape(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

function textOf(html: string): string {
  return unescape(html.replace(/<\/?code>/g, ''));
}
