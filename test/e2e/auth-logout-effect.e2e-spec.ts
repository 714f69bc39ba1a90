import { v7 as newId } from 'uuid';
import { AccessTokens } from '../../src/modules/auth/access-tokens.js';
import { SessionsRepository } from '../../src/modules/auth/sessions.repository.js';
import { Api } from '../support/api.js';
import { type Kitchen, startKitchen, TEST_JWT_SECRET } from '../support/app.js';
import { type KitchenProcess, killAll, startProcess } from '../support/process.js';

const TRIALS = 1_000;
const AT_ONCE = 8;

describe('logging out, seen from another process', () => {
  let here: Kitchen;
  let there: KitchenProcess;

  beforeAll(async () => {
    here = await startKitchen({ RATE_LIMITS: 'off' });
    there = await startProcess({
      NODE_ENV: 'test',
      DATABASE_URL: here.databaseUrl,
      JWT_SECRET: TEST_JWT_SECRET,
      DATABASE_POOL_SIZE: '2',
      RATE_LIMITS: 'off',
    });
  });
  afterAll(async () => {
    await there.end();
    killAll();
    await here.close();
  });

  /** @returns the statuses before and after, there, with a token that the process there has just used, and so remembers. */
  async function trial(userId: string): Promise<string> {
    const sessionId = newId();
    await here.nest.get(SessionsRepository).insert({ id: sessionId, userId, device: 'Tests', ip: '127.0.0.1' });
    const { accessToken } = here.nest.get(AccessTokens).issue({ userId, sessionId, issuedAt: new Date() });
    const elsewhere = new Api(there.origin, accessToken);
    const before = await elsewhere.get('/users/me');
    const out = await new Api(here.origin, accessToken).post('/auth/logout');
    // At once, several times: none may come through.
    const after = await Promise.all([1, 2, 3].map(() => elsewhere.get('/users/me')));
    return [before, out, ...after].map(({ status }) => status).join(' ');
  }

  it(`is in effect with the next request: ${TRIALS} times of ${TRIALS}`, async () => {
    const outcomes = new Map<string, number>();
    let left = TRIALS;
    const tester = async () => {
      const { id } = await here.member();
      while (left-- > 0) {
        const outcome = await trial(id);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, tester));

    expect(Object.fromEntries(outcomes)).toEqual({ '200 204 401 401 401': TRIALS });
  }, 120_000);
});
