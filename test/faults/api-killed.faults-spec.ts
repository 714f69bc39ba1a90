import { once } from 'node:events';
import type { KitchenProcess } from '../support/process.js';
import { freePort, startApi } from './harness/api-process.js';
import { inMode, measured } from './harness/mode.js';
import { expectToAgreeWithItself, usePostgres } from './harness/scene.js';
import { Writers } from './harness/writers.js';

const DEATHS = inMode({ short: 3, long: 100 });
const WRITES_BETWEEN = 60;

describe('when one of two processes is killed while members write', () => {
  const used = usePostgres();

  it(`nothing that it had acknowledged is lost or half there, ${DEATHS} times`, async () => {
    const { postgres } = used;
    const [staying, port] = [await startApi(postgres.url), String(await freePort())];
    let dying = await startApi(postgres.url, { PORT: port });
    const writers = await Writers.at([staying.origin, dying.origin], 4);
    const starts: number[] = [];
    writers.begin();
    for (let death = 0; death < DEATHS; death++) {
      await writers.more(WRITES_BETWEEN);
      await kill(dying);
      const began = performance.now();
      dying = await startApi(postgres.url, { PORT: port });
      starts.push(performance.now() - began);
    }
    await writers.more(WRITES_BETWEEN);
    await writers.end();

    const { history, outcomes } = writers;
    const disagreements = await history.disagreements(postgres);
    measured(`kill -9 of the API, ${DEATHS} times`, {
      'slowest start ms': Math.round(Math.max(...starts)),
      'broken connections': outcomes.filter(({ status }) => status === 0).length,
      acknowledged: history.acknowledged,
      'never known': history.unknown,
      'lost or half': disagreements.length,
    });
    expect(disagreements).toEqual([]);
    expect(history.refusals).toEqual([]);
    await expectToAgreeWithItself(postgres);
    for (const each of [staying, dying]) expect((await each.end()).code).toBe(0);
  }, 1_800_000);
});

async function kill({ child }: KitchenProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
