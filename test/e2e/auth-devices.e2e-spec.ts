import { type Kitchen, startKitchen } from '../support/app.js';
import { allSent, type MailServer, startMailServer } from '../support/mail-server.js';
import { PASSWORD, register, type Registered } from '../support/register.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0';
const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1 (KHTML, like Gecko) Version/19.0 Safari/605.1';

describe('signing in on a new device', () => {
  let kitchen: Kitchen;
  let server: MailServer;

  beforeAll(async () => {
    server = await startMailServer();
    kitchen = await startKitchen({ SMTP_URL: server.url, TRUST_PROXY: 'x-real-ip' });
  });
  afterAll(async () => {
    await kitchen.close();
    await server.close();
  });

  async function logIn({ username }: Registered, agent: string, more: Record<string, string> = {}) {
    const headers = { 'user-agent': agent, 'x-real-ip': '192.0.2.7', ...more };
    const answer = await kitchen.guest.post('/auth/login', { login: username, password: PASSWORD }, headers);
    expect(answer.status).toBe(200);
    return answer.body as { deviceToken: string; accessToken: string };
  }

  async function newDeviceMails({ email }: Registered) {
    await allSent(kitchen);
    return server.mails.filter(({ to, subject }) => to === email && subject.includes('new device'));
  }

  const eventsOf = async ({ api }: Registered) =>
    (await api.get('/users/me/security-events?limit=100')).body.items.filter(
      ({ event }: { event: string }) => event === 'auth.new_device',
    );

  it('is told by mail and in the log: what, from where and when, and what to do', async () => {
    const ada = await register(kitchen);
    await logIn(ada, FIREFOX);
    const mails = await newDeviceMails(ada);

    expect(mails).toHaveLength(1);
    const words = mails[0]!.text.replace(/\s+/g, ' ');
    for (const told of [`Hello ${ada.username}`, 'Firefox on Linux', '192.0.2.7', 'UTC', '/reset-password']) {
      expect(words).toContain(told);
    }
    expect(words).not.toContain('kdv_');
    expect(await eventsOf(ada)).toMatchObject([{ device: 'Firefox on Linux', ip: '192.0.2.7' }]);
  });

  it('is not told of the very first sign-in, nor of a device that comes again', async () => {
    const ada = await register(kitchen);
    expect(await newDeviceMails(ada)).toEqual([]);
    const { deviceToken } = await logIn(ada, FIREFOX);
    await logIn(ada, FIREFOX);
    // Somewhere else, and with a new version of itself, but with its mark.
    await logIn(ada, SAFARI, { 'x-real-ip': '198.51.100.1', 'device-token': deviceToken });

    expect(await newDeviceMails(ada)).toHaveLength(1);
    expect(await eventsOf(ada)).toHaveLength(1);
  });

  it('gives a device the same mark again, others another, and nobody else’s counts', async () => {
    const [ada, eve] = [await register(kitchen), await register(kitchen)];
    const { deviceToken } = await logIn(ada, FIREFOX);

    expect((await logIn(ada, FIREFOX, { 'device-token': deviceToken })).deviceToken).toBe(deviceToken);
    expect((await logIn(ada, FIREFOX)).deviceToken).toBe(deviceToken);
    expect((await logIn(ada, SAFARI)).deviceToken).not.toBe(deviceToken);
    expect((await logIn(eve, SAFARI, { 'device-token': deviceToken })).deviceToken).not.toBe(deviceToken);
    expect(await newDeviceMails(eve)).toHaveLength(1);
    expect((await kitchen.guest.get('/users/me', { authorization: `Bearer ${deviceToken}` })).status).toBe(401);
  });

  it('is told again after a new password, which trusts only the device that it was chosen on', async () => {
    const ada = await register(kitchen);
    const phone = await logIn(ada, SAFARI);
    const laptop = await logIn(ada, FIREFOX);
    await ada.api.put(
      '/auth/password',
      { currentPassword: PASSWORD, newPassword: `${PASSWORD}!` },
      { 'device-token': laptop.deviceToken },
    );
    await ada.api.put(
      '/auth/password',
      { currentPassword: `${PASSWORD}!`, newPassword: PASSWORD },
      { 'device-token': laptop.deviceToken },
    );

    expect((await logIn(ada, FIREFOX, { 'device-token': laptop.deviceToken })).deviceToken).toBe(laptop.deviceToken);
    const again = await logIn(ada, SAFARI, { 'device-token': phone.deviceToken });
    expect(again.deviceToken).not.toBe(phone.deviceToken);
    expect(await newDeviceMails(ada)).toHaveLength(3);
  });

  it('does not send any number of mails, nor keep any number of devices', async () => {
    const ada = await register(kitchen);
    for (let i = 0; i < 60; i++) await logIn(ada, `Program${i}/1.0`);
    const [{ count }] = (await kitchen.sql<{ count: number }>`
      select count(*)::integer as count from known_devices where user_id = ${ada.id}`) as [{ count: number }];

    expect((await newDeviceMails(ada)).length).toBeLessThanOrEqual(10);
    expect(count).toBe(50);
  }, 60_000);

  it('is one device, and one mail, when it signs in twice at once', async () => {
    const ada = await register(kitchen);
    const marks = await Promise.all(Array.from({ length: 5 }, () => logIn(ada, FIREFOX)));

    expect(new Set(marks.map(({ deviceToken }) => deviceToken)).size).toBe(1);
    expect(await newDeviceMails(ada)).toHaveLength(1);
  });
});
