import { NETWORK_PATIENCE } from '../../src/modules/auth/limits/guess-lanes.js';
import { Attempts } from '../../src/platform/limits/attempts.js';
import { QuotasRepository } from '../../src/platform/limits/quotas.repository.js';
import { type Kitchen, startKitchen } from '../support/app.js';

const WRITES = 8;

describe('limits on how much one may ask for', () => {
  let here: Kitchen;
  let there: Kitchen;

  beforeAll(async () => {
    const settings = { TRUST_PROXY: 'x-real-ip', WRITES_PER_MINUTE: String(WRITES) };
    here = await startKitchen(settings);
    there = await startKitchen({ ...settings, DATABASE_URL: here.databaseUrl });
  });
  afterAll(async () => {
    await there.close();
    await here.close();
  });

  const from = (address: string) => ({ 'x-real-ip': address });
  const refresh = (address: string) => here.guest.post('/auth/refresh', { refreshToken: 'krt_x' }, from(address));

  it('are told in the headers of what is limited, and of nothing else', async () => {
    const answer = await refresh('192.0.2.1');

    expect(answer.headers.get('ratelimit-policy')).toBe(`"writes";q=${WRITES};w=60, "refresh";q=600;w=60`);
    expect(answer.headers.get('ratelimit')).toMatch(/^"writes";r=7;t=\d+, "refresh";r=599;t=\d+$/);
    const read = await here.guest.get('/posts', from('192.0.2.1'));
    expect([read.status, read.headers.get('ratelimit'), read.headers.get('ratelimit-policy')]).toEqual([
      200,
      null,
      null,
    ]);
  });

  it('refuse what is more with 429, and say when to come back', async () => {
    for (let i = 0; i < WRITES; i++) expect((await refresh('192.0.2.2')).status).toBe(401);
    const refused = await refresh('192.0.2.2');

    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('http.too_many_requests');
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds > 0 && seconds <= 60).toBe(true);
    expect(refused.headers.get('ratelimit')).toContain(`"writes";r=0;t=${seconds}`);
    expect((await here.guest.get('/posts', from('192.0.2.2'))).status).toBe(200);
  });

  it('take an IPv4 address in IPv6 for the same, and a /64 for one', async () => {
    const one = ['192.0.2.3', '::ffff:192.0.2.3', '::ffff:c000:203', '192.0.2.3'];
    const other = ['2001:db8:5:6::1', '2001:db8:5:6:ffff::2', '2001:0DB8:5:6::3', '2001:db8:5:6:1:2:3:4'];
    for (const address of [...one, ...one, ...other, ...other]) await refresh(address);

    for (const address of [one[1]!, '2001:db8:5:6::99']) expect((await refresh(address)).status).toBe(429);
    for (const address of ['192.0.2.4', '2001:db8:5:7::1']) expect((await refresh(address)).status).toBe(401);
  });

  it('are each member’s own, wherever from', async () => {
    const [ada, eve] = [await here.member(), await here.member()];
    const statuses = [];
    for (let i = 0; i <= WRITES; i++) {
      statuses.push((await ada.api.patch('/users/me', { bio: `${i}` }, from(`198.51.100.${i}`))).status);
    }

    expect(statuses).toEqual([...Array<number>(WRITES).fill(200), 429]);
    expect((await eve.api.patch('/users/me', { bio: 'x' }, from('198.51.100.1'))).status).toBe(200);
    expect((await ada.api.get('/users/me')).body.bio).toBe(String(WRITES - 1));
  });

  it('are counted exactly by replicas that count at once, window after window', async () => {
    const [quota, key] = [{ name: 'test', requests: 20, windowSeconds: 3600 }, `key ${Date.now()}`];
    const counters = [here, there].map(({ nest }) => nest.get(QuotasRepository));
    const admitted = async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => counters[i % 2]!.take(key, quota)));
      return answers.filter(({ isAdmitted }) => isAdmitted).length;
    };

    expect([await admitted(), await admitted()]).toEqual([20, 0]);
    await here.sql`update quotas set resets_at = now() where key = ${key}`;
    expect([await admitted(), await admitted()]).toEqual([20, 0]);
  });

  it('slow a network down after many failures under ever new names, but not who is known or elsewhere', async () => {
    const account = { username: `ada_${process.pid}`, email: 'ada@example.com', password: 'a walk in the park 42' };
    const { body } = await here.guest.post('/auth/register', account, from('203.0.113.1'));
    const lane = { patience: NETWORK_PATIENCE, whom: '2001:db8:9:9::/64' };
    const attempts = here.nest.get(Attempts);
    for (let i = 0; i < NETWORK_PATIENCE.free - 1; i++) expect(await attempts.take([lane])).toBe(true);
    const logIn = (login: string, password: string, address: string, more = {}) =>
      here.guest.post('/auth/login', { login, password }, { ...from(address), ...more });

    const last = await logIn('somebody', 'x', '2001:db8:9:9::7');
    expect(last.status).toBe(401);
    expect(last.headers.get('ratelimit')).toContain('"failed-logins";r=0;');
    // A second's pause may pass on a slow machine.
    await here.sql`
      update failed_attempts set paused_until = now() + interval '1 minute' where failures >= ${NETWORK_PATIENCE.free}`;
    const { username, password } = account;
    expect((await logIn('another', 'x', '2001:db8:9:9::8')).status).toBe(429);
    expect((await logIn(username, password, '2001:db8:9:9::8')).status).toBe(429);
    const device = { 'device-token': body.deviceToken as string };
    expect((await logIn(username, password, '2001:db8:9:9::8', device)).status).toBe(200);
    expect((await logIn(username, password, '2001:db8:9:a::8')).status).toBe(200);
  });

  it('forget what is over', async () => {
    await here.sql`update quotas set resets_at = now() - interval '1 second'`;
    await here.sql`update failed_attempts set forgotten_at = now() - interval '1 second'`;
    const { Housekeeping } = await import('../../src/platform/jobs/housekeeping.js');
    await here.nest.get(Housekeeping).runAll();

    expect(await here.sql`select key from quotas union all select key from failed_attempts`).toEqual([]);
  });
});
