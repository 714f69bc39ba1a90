import { Clock } from '../../../platform/clock/clock.js';
import { UpstreamFailure } from '../source/upstream-failure.js';
import { CircuitBreaker } from './circuit-breaker.js';

class TestClock extends Clock {
  millis = 0;
  override now(): Date {
    return new Date(this.millis);
  }
}

describe('the circuit breaker', () => {
  let clock: TestClock;
  let breaker: CircuitBreaker;
  let attempts: number;

  beforeEach(() => {
    clock = new TestClock();
    breaker = new CircuitBreaker(clock);
    attempts = 0;
  });

  const fail = (error: Error = new UpstreamFailure('timeout')) =>
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

    expect(await fail()).toMatchObject({ reason: 'resting', retryAfterSeconds: 7 });
    expect(() => {
      breaker.check();
    }).toThrow(UpstreamFailure);
    expect(attempts).toBe(5);
  });

  it('lets exactly one attempt through after the rest', async () => {
    await failTimes(5);
    clock.millis += 10_000;
    let answer = (_: string) => {};
    const trial = breaker.watch(() => new Promise<string>((resolve) => (answer = resolve)));

    await expect(succeed()).rejects.toMatchObject({ reason: 'resting' });
    answer('weather');
    expect(await trial).toBe('weather');
    expect(await succeed()).toBe('weather');
  });

  it('rests again when that attempt fails', async () => {
    await failTimes(5);
    clock.millis += 10_000;
    await fail();

    expect(await fail()).toMatchObject({ reason: 'resting', retryAfterSeconds: 10 });
    expect(attempts).toBe(6);
  });

  it('takes a refusal of the question for a sign of life', async () => {
    await failTimes(4);
    await fail(new UpstreamFailure('refused'));
    await failTimes(4);

    expect(await succeed()).toBe('weather');
  });

  it('counts what nobody foresaw as a failure', async () => {
    for (let i = 0; i < 5; i++) await fail(new TypeError('oops'));

    expect(await fail()).toMatchObject({ reason: 'resting' });
  });
});
