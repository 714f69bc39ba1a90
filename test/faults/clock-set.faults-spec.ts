import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Api } from '../support/api.js';
import type { KitchenProcess } from '../support/process.js';
import { startApi } from './harness/api-process.js';
import { measured } from './harness/mode.js';
import { usePostgres } from './harness/scene.js';
import { type Author, register } from './harness/writers.js';

const [HOUR, DAY] = [3_600_000, 86_400_000];
const SHIFTS = { 'an hour ahead': HOUR, 'an hour back': -HOUR, 'a day ahead': DAY, 'a day back': -DAY };
const UNTIL_SEEN_MILLIS = 100;
const DUE_IN_MILLIS = 3_000;
/** A job is looked for every second; on a busy machine it may take a while. */
const LATE_MILLIS = 10_000;

describe('a process whose clock is set while it runs', () => {
  const used = usePostgres();
  let directory: string;
  let kitchen: KitchenProcess;
  let other: KitchenProcess;
  let ada: Author;

  const set = async (millis: number) => {
    await writeFile(join(directory, 'shift'), String(millis));
    await delay(UNTIL_SEEN_MILLIS);
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kitchen-clock-'));
    await set(0);
    kitchen = await startApi(used.postgres.url, {
      NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'harness/settable-clock.mjs')).href}`,
      SETTABLE_CLOCK: join(directory, 'shift'),
    });
    other = await startApi(used.postgres.url);
    ada = await register(kitchen.origin);
  });
  afterAll(async () => {
    await Promise.all([kitchen.end(), other.end()]);
    await rm(directory, { recursive: true, force: true });
  });
  afterEach(() => set(0));

  it.each(Object.entries(SHIFTS))('%s: members stay signed in, sign in, and are signed out', async (_name, shift) => {
    const before = new Api(kitchen.origin, ada.token);
    expect((await before.get('/users/me')).status).toBe(200);
    await set(shift);
    expect((await before.get('/users/me')).status).toBe(200);

    const login = await kitchen.guest.post('/auth/login', { login: ada.username, password: 'a walk in the park 42' });
    expect(login.status).toBe(200);
    const renewed = await kitchen.guest.post('/auth/refresh', { refreshToken: login.body.refreshToken });
    expect(renewed.status).toBe(200);
    for (const origin of [kitchen.origin, other.origin]) {
      for (const token of [login.body.accessToken, renewed.body.accessToken])
        expect((await new Api(origin, token).get('/users/me')).status).toBe(200);
    }
    expect((await new Api(other.origin, renewed.body.accessToken).post('/auth/logout')).status).toBe(204);
    expect((await new Api(kitchen.origin, renewed.body.accessToken).get('/users/me')).status).toBe(401);
    expect((await before.get('/users/me')).status).toBe(200);
  });

  it.each(Object.entries(SHIFTS))('%s: what is scheduled comes when it is due, and not before', async (name, shift) => {
    await set(shift);
    const api = new Api(kitchen.origin, ada.token);
    const due = Date.now() + DUE_IN_MILLIS;
    const { status, body } = await api.post('/posts', {
      title: `Later, ${name}`,
      body: 'Tea.',
      publishAt: new Date(due).toISOString(),
    });
    expect({ status, is: body.status }).toEqual({ status: 201, is: 'scheduled' });
    while ((await other.guest.get(`/posts/${body.id}`)).status === 404 && Date.now() < due + LATE_MILLIS)
      await delay(20);
    const { body: shown } = await other.guest.get(`/posts/${body.id}`);
    measured(`clock set ${name}`, { 'published after it was due ms': Date.parse(shown.publishedAt) - due });
    expect(Date.parse(shown.publishedAt)).toBeGreaterThanOrEqual(due);
  });

  it('shows private photos at addresses that are good, here and there', async () => {
    await set(-DAY);
    const { picture, send } = await import('../support/photos.js');
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(await picture())]), 'a.png');
    const { status, body } = await send(kitchen, { accessToken: ada.token }, form);
    expect(status).toBe(201);
    for (const { origin } of [kitchen, other]) {
      const url = new URL(body.url, origin);
      expect((await fetch(origin + url.pathname + url.search)).status).toBe(200);
    }
  });
});
