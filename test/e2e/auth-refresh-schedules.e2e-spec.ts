import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { RefreshTokens } from '../../src/modules/auth/refresh-tokens.js';
import { SessionsRepository } from '../../src/modules/auth/sessions.repository.js';
import { SessionsService } from '../../src/modules/auth/sessions.service.js';
import { Problem } from '../../src/platform/errors/problem.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';

const SCHEDULES = 10_000;
/** They run beside each other, each on a session of its own. */
const AT_ONCE = 50;

/** What a client, an unlucky network or a thief does. */
type Step =
  /** A token is exchanged: the current one (0), its parent (1, as after a lost answer), or one that many generations older. */
  | { do: 'refresh'; age: number }
  /** The current token is exchanged twice at the same moment. */
  | { do: 'race' }
  /** A token that was made up for the session. */
  | { do: 'forge' }
  /** More than ten seconds pass. */
  | { do: 'wait' }
  | { do: 'logout' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Step>({ do: 'refresh', age: 0 }) },
  { weight: 3, arbitrary: fc.constant<Step>({ do: 'refresh', age: 1 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2, max: 4 }).map<Step>((age) => ({ do: 'refresh', age })) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'race' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'forge' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'wait' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'logout' }) },
);
const schedule = fc.array(step, { minLength: 1, maxLength: 7 });

/** What must be so: a token is good once, its parent for ten more seconds, and anything older ends the session. */
class Model {
  readonly tokens: string[];
  isAlive = true;
  isFresh = true;
  wasReused = false;

  constructor(first: string) {
    this.tokens = [first];
  }

  /** The token of that age; there may be none that is so old. */
  tokenOf(age: number): string {
    return this.tokens.at(-1 - Math.min(age, this.tokens.length - 1))!;
  }

  expects(age: number): string {
    const actual = Math.min(age, this.tokens.length - 1);
    if (!this.isAlive) return 'auth.invalid_refresh_token';
    if (actual === 0) return 'the next';
    return actual === 1 && this.isFresh ? 'the same successor' : 'auth.refresh_token_reused';
  }
}

/** `expect` costs more than the step that it looks at. */
function agree(actual: unknown, expected: unknown): void {
  if (actual !== expected) expect(actual).toBe(expected);
}

describe('refreshing, losing answers, replaying and logging out in any order', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let service: SessionsService;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '8' });
    ada = await kitchen.member();
    service = kitchen.nest.get(SessionsService);
  });
  afterAll(() => kitchen.close());

  const attempt = (token: string) =>
    service.refresh(token).then(
      ({ refreshToken }) => refreshToken,
      (error: unknown) => (error instanceof Problem ? error.definition.code : String(error)),
    );

  async function refresh(model: Model, age: number): Promise<void> {
    const expected = model.expects(age);
    const outcome = await attempt(model.tokenOf(age));
    if (expected === 'the next') {
      agree(outcome.startsWith('krt_') && !model.tokens.includes(outcome), true);
      model.tokens.push(outcome);
      model.isFresh = true;
    } else agree(outcome, expected === 'the same successor' ? model.tokens.at(-1) : expected);
    if (expected === 'auth.refresh_token_reused') [model.isAlive, model.wasReused] = [false, true];
  }

  async function take(model: Model, sessionId: string, next: Step): Promise<void> {
    if (next.do === 'refresh') return refresh(model, next.age);
    if (next.do === 'forge') {
      const bytes = Buffer.from(model.tokenOf(0).slice(4), 'base64url');
      bytes[bytes.length - 1]! ^= 1;
      agree(await attempt(`krt_${bytes.toString('base64url')}`), 'auth.invalid_refresh_token');
    } else if (next.do === 'wait') {
      await kitchen.sql`update sessions set rotated_at = rotated_at - interval '11 seconds' where id = ${sessionId}`;
      model.isFresh = false;
    } else if (next.do === 'logout') {
      await kitchen.nest.get(SessionsRepository).end(ada.id, sessionId);
      model.isAlive = false;
    } else {
      const outcomes = await Promise.all([attempt(model.tokenOf(0)), attempt(model.tokenOf(0))]);
      agree(outcomes[0], outcomes[1]);
      if (model.isAlive) [model.isFresh] = [true, model.tokens.push(outcomes[0])];
      else agree(outcomes[0], 'auth.invalid_refresh_token');
    }
  }

  /** Runs schedules beside each other. @returns the names of sessions that were ended because a token was used again. */
  async function run(schedules: Step[][]): Promise<string[]> {
    const tokens = kitchen.nest.get(RefreshTokens);
    const sessions = schedules.map((steps) => {
      const id = newId();
      return { id, steps, model: new Model(tokens.issue({ sessionId: id, generation: 0 })) };
    });
    const ids = sessions.map(({ id }) => id);
    await kitchen.sql`
      insert into sessions (id, user_id, device, ip, expires_at)
      select id, ${ada.id}, 'Device ' || id, '192.0.2.1', now() + interval '1 day' from unnest(${ids}::uuid[]) as id`;
    await Promise.all(
      sessions.map(async ({ id, steps, model }) => {
        for (const next of steps) await take(model, id, next);
      }),
    );

    const alive = await kitchen.sql<{ id: string }>`select id from sessions where id = any(${ids}) order by id`;
    const expected = sessions.filter(({ model }) => model.isAlive).map(({ id }) => id);
    expect(alive.map(({ id }) => id)).toEqual(expected.sort());
    return sessions.filter(({ model }) => model.wasReused).map(({ id }) => `Device ${id}`);
  }

  it(`keeps to the model in ${SCHEDULES} schedules, with one security event for each reuse`, async () => {
    const reused: string[] = [];
    const schedules = fc.array(schedule, { minLength: AT_ONCE, maxLength: AT_ONCE });
    const property = fc.asyncProperty(schedules, async (all) => {
      reused.push(...(await run(all)));
    });
    await fc.assert(property, { numRuns: SCHEDULES / AT_ONCE });
    const events = await kitchen.sql<{ device: string }>`
        select details ->> 'device' as device from security_events where event = 'auth.refresh_reuse'`;

    expect(reused.length).toBeGreaterThan(SCHEDULES / 20);
    expect(events.map(({ device }) => device).sort()).toEqual(reused.sort());
  }, 180_000);
});
