import { join } from 'node:path';
import { inMode } from './harness/mode.js';
import { startPostgres } from './harness/postgres.js';
import { expectToSurvive } from './harness/scene.js';
import { mountSmallDisk } from './harness/small-disk.js';

const DISK_MEGABYTES = 400;
const HOLD_MILLIS = inMode({ short: 8_000, long: 30_000 });

const disk = await mountSmallDisk(DISK_MEGABYTES);

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
