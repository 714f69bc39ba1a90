import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { OverlappingAttempts } from './overlapping-attempts.js';

const EVERY_MILLIS = 250;

/** What hears nothing until the test says so. */
class Attempt {
  private readonly opening = Promise.withResolvers<undefined>();
  isEnded = false;

  open = async () => {
    await this.opening.promise;
  };
  succeed = () => this.opening.resolve(undefined);
  fail = () => this.opening.reject(new Error('Nobody is there.'));
  end = (): Promise<void> => {
    this.isEnded = true;
    this.fail();
    return Promise.resolve();
  };
}

describe('attempts that overlap', () => {
  const begun: Attempt[] = [];
  const opened: Attempt[] = [];
  const failures: unknown[] = [];
  let attempts: OverlappingAttempts<Attempt>;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    for (const list of [begun, opened, failures]) list.length = 0;
    attempts = new OverlappingAttempts<Attempt>(
      {
        create: () => begun[begun.push(new Attempt()) - 1]!,
        onSuccess: (attempt) => Promise.resolve(void opened.push(attempt)),
        onFailure: (error) => failures.push(error),
      },
      EVERY_MILLIS,
    );
  });
  afterEach(() => mock.timers.reset());

  async function pass(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      mock.timers.tick(EVERY_MILLIS);
      await turn();
    }
  }
  const ended = () => begun.map(({ isEnded }) => isEnded);

  it('do not wait for one that hears nothing: a later one succeeds, the others are ended, and no more begin', async () => {
    const first = attempts.begin();
    await pass(2);
    expect(ended()).toEqual([false, false, false]);

    begun[1]!.succeed();
    await first;
    await pass(10);
    expect(opened).toEqual([begun[1]]);
    expect(ended()).toEqual([true, false, true]);
    expect(failures).toEqual([]);
  });

  it('make no storm where each is refused at once', async () => {
    void attempts.begin();
    for (let i = 0; i < 8; i++) {
      begun.at(-1)!.fail();
      await pass(1);
    }
    expect(begun).toHaveLength(9);
    expect(failures).toHaveLength(8);
  });

  it('are all ended by who ends them, and one that is open in the same moment is nobody’s', async () => {
    const first = attempts.begin();
    await pass(1);
    begun[0]!.succeed();
    await attempts.end();
    await first;
    await pass(10);
    expect(ended()).toEqual([true, true]);
    expect([opened, failures]).toEqual([[], []]);
  });
});
