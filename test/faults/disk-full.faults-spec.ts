import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { picture, send } from '../support/photos.js';
import { startApi } from './harness/api-process.js';
import { ask } from './harness/asking.js';
import { inMode } from './harness/mode.js';
import { startPostgres } from './harness/postgres.js';
import { expectToSurvive, usePostgres } from './harness/scene.js';
import { mountSmallDisk } from './harness/small-disk.js';
import { Watch } from './harness/watch.js';
import { register } from './harness/writers.js';

const DISK_MEGABYTES = 400;
/** For a few files of this size at a time. */
const [FOLDER_MEGABYTES, FILE_MEGABYTES] = [16, 3];
const HOLD_MILLIS = inMode({ short: 8_000, long: 30_000 });

const disk = await mountSmallDisk(DISK_MEGABYTES);
const folder = await mountSmallDisk(FOLDER_MEGABYTES);

describe('while the disk of PostgreSQL is full, the application', () => {
  if (typeof disk === 'string') {
    it.skip(`cannot be tried: ${disk}`, () => undefined);
    return;
  }

  it('answers 503 to what would write, and goes on when there is room', async () => {
    const postgres = await startPostgres(join(disk.directory, 'postgres'));
    try {
      await expectToSurvive(
        {
          name: `disk full for ${HOLD_MILLIS / 1000} s`,
          millis: HOLD_MILLIS,
          isAway: false,
          begin: () => disk.fill(),
          end: () => disk.relieve(),
        },
        postgres,
      );
    } finally {
      await postgres.stop();
      await disk.remove();
    }
  });
});

describe('while there is no room for files that arrive, the application', () => {
  const used = usePostgres();
  if (typeof folder === 'string') {
    it.skip(`cannot be tried: ${folder}`, () => undefined);
    return;
  }
  afterAll(() => folder.remove());

  it('answers 503 to uploads, serves all else, and takes them when there is room again, of which it keeps none', async () => {
    const kitchen = await startApi(used.postgres.url, { TMPDIR: folder.directory });
    const { token } = await register(kitchen.origin);
    const side = Math.round(Math.sqrt((FILE_MEGABYTES * 1024 * 1024) / 3));
    const bytes = await picture('png', { width: side, height: side, noise: true });
    const upload = async () => {
      const form = new FormData();
      form.set('file', new Blob([new Uint8Array(bytes)]), 'a.png');
      return send(kitchen, { accessToken: token }, form);
    };
    const live = new Watch(kitchen.origin, { path: '//health/live' });

    await folder.fill();
    const refused = await Promise.all([upload(), upload(), upload()]);
    expect(refused.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(
      Array(refused.length).fill([503, '1']),
    );
    const todo = { method: 'POST', path: '/todos', token, body: { title: 'Tea' } };
    expect((await ask(kitchen.origin, todo)).status).toBe(201);

    await folder.relieve();
    expect((await upload()).status).toBe(201);
    // What was half there is gone as well.
    expect((await readdir(folder.directory)).filter((name) => name.startsWith('kitchen-'))).toEqual([]);
    await live.end();
    expect(live.statuses).toEqual([200]);
    expect((await kitchen.end()).code).toBe(0);
  });
});
