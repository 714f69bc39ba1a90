import { Clock } from '../clock/clock.js';
import { CircuitBreaker } from './circuit-breaker.js';

class TestClock extends Clock {
  millis = 0;
  override now(): Date {
    return new Date(this.millis);
  }
}

class Resting extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super();
  }
}
const timeout = new Error('timeout');
const refusal = new Error('refused');

describe('the circuit breaker', () => {
  let clock: TestClock;
  let breaker: CircuitBreaker;
  let attempts: number;

  beforeEach(() => {
    clock = new TestClock();
    breaker = new CircuitBreaker(clock, {
      failures: 5,
      isOutage: (error) => error !== refusal,
      resting: (seconds) => new Resting(seconds),
    });
    attempts = 0;
  });

  const fail = (error = timeout) =>
    breaker
      .watch(() => {
        attempts++;
        return Promise.reject(error);
      })
      .catch((caught: unknown) => caught);
  const succeed = () => breaker.watch(() => Promise.resolve('weather'));
  const failTimes = async (count: number) => {
    for (let i = 0; i < count; i++) await fail();
  };

  it('lets everything through while fewer than five in a row fail', async () => {
    await failTimes(4);
    expect(await succeed()).toBe('weather');
    await failTimes(4);
    expect(await succeed()).toBe('weather');
  });

  it('rests for ten seconds after five failures in a row', async () => {
    await failTimes(5);
    clock.millis += 3_500;

    expect(await fail()).toEqual(new Resting(7));
    expect(() => {
      breaker.check();
    }).toThrow(Resting);
    expect(attempts).toBe(5);
  });

  it('lets exactly one attempt through after the rest', async () => {
    await failTimes(5);
    clock.millis += 10_000;
    let answer = (_: string) => {};
    const trial = breaker.watch(() => new Promise<string>((resolve) => (answer = resolve)));

    await expect(succeed()).rejects.toThrow(Resting);
    answer('weather');
    expect(await trial).toBe('weather');
    expect(await succeed()).toBe('weather');
  });

  it('rests again when that attempt fails', async () => {
    await failTimes(5);
    clock.millis += 10_000;
    await fail();

    expect(await fail()).toEqual(new Resting(10));
    expect(attempts).toBe(6);
  });

  it('takes a refusal of the question for a sign of life', async () => {
    await failTimes(4);
    await fail(refusal);
    await failTimes(4);

    expect(await succeed()).toBe('weather');
  });
});
