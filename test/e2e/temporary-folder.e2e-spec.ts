import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { form, picture, send } from '../support/photos.js';

describe('a folder for files that arrive that is none', () => {
  const before = process.env['TMPDIR'];
  let directory: string;
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kitchen-folder-'));
    kitchen = await startKitchen();
    ada = await kitchen.member();
    process.env['TMPDIR'] = join(directory, 'file');
    await writeFile(join(directory, 'file'), '');
  });
  afterAll(async () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    await kitchen.close();
    await rm(directory, { recursive: true });
  });

  const said = ({ status, body, headers }: Awaited<ReturnType<typeof send>>) => ({
    status,
    code: body.code as unknown,
    retryAfter: headers.get('retry-after'),
  });
  const notNow = { status: 503, code: 'http.unavailable', retryAfter: '1' };
  const upload = async () => send(kitchen, ada, form(await picture()));

  it('is the reason why files have to wait, and nothing else', async () => {
    expect(said(await upload())).toEqual(notNow);
    expect(said(await ada.api.get('/users/me/export'))).toEqual(notNow);
    expect((await ada.api.post('/todos', { title: 'Tea' })).status).toBe(201);

    await rm(join(directory, 'file'));
    await mkdir(join(directory, 'file'));
    expect((await upload()).status).toBe(201);
    expect((await ada.api.get('/users/me/export')).status).toBe(200);
  });
});
