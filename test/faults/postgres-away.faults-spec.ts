import { inMode } from './harness/mode.js';
import { expectToSurvive, usePostgres } from './harness/scene.js';

const HOLD_MILLIS = inMode({ short: 8_000, long: 30_000 });
const DEATHS = inMode({ short: 3, long: 100 });

/** Each time: 503 with `Retry-After` and nothing worse, alive all the time, back by itself, and nothing acknowledged is lost. */
describe('while PostgreSQL is away, the application', () => {
  const used = usePostgres();

  it(`outlives kill -9 of it, ${DEATHS} times`, async () => {
    await expectToSurvive(
      {
        name: `kill -9 of PostgreSQL, ${DEATHS} times`,
        millis: 0,
        async begin({ postgres, writers }) {
          for (let death = 1; death < DEATHS; death++) {
            postgres.kill();
            await postgres.answers();
            await writers.more(20);
          }
          postgres.kill();
        },
      },
      used.postgres,
    );
  }, 900_000);

  it('outlives that it stands still', async () => {
    await expectToSurvive(
      {
        name: `PostgreSQL paused for ${HOLD_MILLIS / 1000} s`,
        millis: HOLD_MILLIS,
        begin: ({ postgres }) => postgres.pause(),
        end: ({ postgres }) => postgres.resume(),
      },
      used.postgres,
    );
  });

  it('outlives that its sessions are ended once a second', async () => {
    await expectToSurvive(
      {
        name: 'backends terminated once a second',
        millis: 0,
        isAway: false,
        async begin({ postgres }) {
          for (let second = 0; second < HOLD_MILLIS / 1000; second++) {
            await postgres.terminateBackends();
            await new Promise((resolve) => setTimeout(resolve, 1_000));
          }
        },
      },
      used.postgres,
    );
  });
});
