import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { decodePart, forgeries, type Loot, signed } from '../support/forgeries.js';
import { type Route, routesOf } from '../support/routes.js';

const AN_ID = '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10';
const AT_ONCE = 16;

describe('forged access tokens', () => {
  let kitchen: Kitchen;
  let loot: Loot;
  let username: string;
  let routes: Route[];

  beforeAll(async () => {
    kitchen = await startKitchen();
    const [eve, ada, gone] = [await kitchen.member(), await kitchen.member(), await kitchen.member()];
    await gone.api.post('/auth/logout');
    username = eve.username;
    const account = { username: 'mallory', email: 'mallory@example.com', password: 'a walk in the park 42' };
    const { deviceToken } = (await kitchen.guest.post('/auth/register', account)).body;
    const { accessToken, refreshToken } = eve;
    loot = { accessToken, refreshToken, deviceToken, endedToken: gone.accessToken, victim: ada };
    routes = routesOf(kitchen).filter(({ access }) => access !== 'public');
  });
  afterAll(() => kitchen.close());

  async function ask({ method, path }: Route, token: string): Promise<string> {
    // What monitors ask for lies beside the API.
    const root = path.startsWith('health/') ? '//' : '/';
    const address = `${root}${path.replace(/:\w+/g, AN_ID)}`;
    const { status, body, headers, text } = await new Api(kitchen.origin, token).send(
      method,
      address,
      method === 'GET' ? undefined : {},
    );
    const isSafe =
      status === 401 &&
      /^auth\.(unauthenticated|session_ended)$/.test(body?.code) &&
      headers.get('www-authenticate')?.includes('Bearer') &&
      !text.includes(username);
    return isSafe ? 'refused' : `${method} ${address} ${status} ${body?.code}`;
  }

  it('are told from a real one that was signed in the same way', async () => {
    const [header, claims] = loot.accessToken.split('.').slice(0, 2).map(decodePart);
    expect((await new Api(kitchen.origin, signed(header, claims)).get('/users/me')).status).toBe(200);
  });

  it('are refused by every route that looks at them: 60 kinds and more', async () => {
    const corpus = Object.entries(forgeries(loot));
    expect(corpus.length).toBeGreaterThanOrEqual(60);
    expect(routes.length).toBeGreaterThan(50);
    const requests = corpus.flatMap(([kind, token]) => routes.map((route) => ({ kind, token, route })));
    const mishaps: string[] = [];
    const asker = async () => {
      for (let next = requests.pop(); next; next = requests.pop()) {
        const outcome = await ask(next.route, next.token);
        if (outcome !== 'refused') mishaps.push(`${next.kind}: ${outcome}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, asker));

    expect(mishaps).toEqual([]);
  }, 120_000);

  it.each(['Basic YWRhOnB3', 'Bearer', 'bearer', 'Token abc', '\t'])(
    'refuses the credentials %j',
    async (authorization) => {
      expect((await kitchen.guest.get('/users/me', { authorization })).status).toBe(401);
    },
  );
});
