import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { picture, send } from '../support/photos.js';
import type { KitchenProcess } from '../support/process.js';
import { freePort, startApi } from './harness/api-process.js';
import { ask, isPoliteRefusal } from './harness/asking.js';
import { measured } from './harness/mode.js';
import { usePostgres } from './harness/scene.js';
import { register } from './harness/writers.js';

/** The four seconds that the bucket has, and what a busy machine takes; once it is known, far less. */
const [BOUND_MILLIS, KNOWN_MILLIS] = [12_000, 1_000];

/** The services that are asked on behalf of members: nobody is there, or somebody who takes everything and says nothing. */
describe.each(['gone', 'silent'])('while the weather, the mail server and the bucket are %s', (how) => {
  const used = usePostgres();
  let kitchen: KitchenProcess;
  let silence: TcpProxy | undefined;

  beforeAll(async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    if (how === 'silent') {
      silence = await startTcpProxy(nobody);
      silence.swallow();
    }
    const address = new URL(silence?.url ?? nobody);
    kitchen = await startApi(used.postgres.url, {
      WEATHER_API_URL: address.origin,
      WEATHER_GEOCODING_URL: address.origin,
      SMTP_URL: `smtp://${address.host}`,
      MAIL_FROM: 'Kitchen <no-reply@kitchen.example>',
      S3_ENDPOINT: address.origin,
      S3_BUCKET: 'kitchen',
      S3_REGION: 'us-east-1',
      S3_ACCESS_KEY_ID: 'somebody',
      S3_SECRET_ACCESS_KEY: 'with-a-key-to-nothing',
    });
  });
  afterAll(async () => {
    await silence?.close();
  });

  it('what needs them says "not now" in time, and all else goes on', async () => {
    const ada = await register(kitchen.origin);
    const bytes = new Uint8Array(await picture());
    const sendPhoto = async () => {
      const form = new FormData();
      form.set('file', new Blob([bytes]), 'a.png');
      const began = performance.now();
      return { ...(await send(kitchen, { accessToken: ada.token }, form)), millis: performance.now() - began };
    };
    const [weather, upload] = await Promise.all([
      ask(kitchen.origin, { path: '/weather?lat=52.5&lon=13.4', token: ada.token }),
      sendPhoto(),
      sendPhoto(),
    ]);
    // After two failures it is known.
    const second = await sendPhoto();
    const todo = await ask(kitchen.origin, {
      method: 'POST',
      path: '/todos',
      token: ada.token,
      body: { title: 'Tea' },
    });

    measured(`upstreams ${how}`, {
      'weather 503 after ms': Math.round(weather.millis),
      'photo 503 after ms': Math.round(upload.millis),
      'photo 503 once known after ms': Math.round(second.millis),
    });
    expect([weather.status, upload.status, second.status, todo.status]).toEqual([503, 503, 503, 201]);
    expect([weather, upload, second].map(isPoliteRefusal)).toEqual([true, true, true]);
    expect(Math.max(weather.millis, upload.millis)).toBeLessThan(BOUND_MILLIS);
    expect(second.millis).toBeLessThan(KNOWN_MILLIS);
    expect((await ask(kitchen.origin, { path: '//health/ready' })).status).toBe(200);
    // The mail of the registration waits for its server.
    const [mail] = await used.postgres.sql<{ n: number }>(
      "select count(*)::int as n from pgboss.job where name = 'mail' and state in ('created', 'active', 'retry')",
    );
    expect(mail!.n).toBeGreaterThan(0);
  });
});
