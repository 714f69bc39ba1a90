import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { picture, send } from '../support/photos.js';
import type { KitchenProcess } from '../support/process.js';
import { freePort, residentMegabytes, startApi } from './harness/api-process.js';
import { ask, isPoliteRefusal } from './harness/asking.js';
import { measured } from './harness/mode.js';
import { expectToAgreeWithItself, MEMORY_MEGABYTES, usePostgres } from './harness/scene.js';
import { Watch } from './harness/watch.js';
import { register, Writers } from './harness/writers.js';

const WRITERS = 2;
const WARM_UP_WRITES = 150;
/** The five seconds that a service to sign in with has, and what a busy machine takes; once it is known, far less. */
const [BOUND_MILLIS, KNOWN_MILLIS] = [12_000, 1_000];

/** The services that are asked on behalf of members: nobody is there, or somebody who takes everything and says nothing. */
describe.each(['gone', 'silent'])(
  'while the weather, the mail server, the bucket and the service to sign in with are %s',
  (how) => {
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
        OIDC_ISSUER: address.origin,
        OIDC_CLIENT_ID: 'kitchen',
        OIDC_CLIENT_SECRET: 'a-secret-of-nobody',
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
      const signIn = () => ask(kitchen.origin, { path: `/auth/oidc/oidc?challenge=${'x'.repeat(43)}` });
      const writers = await Writers.at([kitchen.origin], WRITERS);
      writers.begin();
      await writers.more(WARM_UP_WRITES);
      const memoryBefore = residentMegabytes(kitchen);
      const live = new Watch(kitchen.origin, { path: '//health/live' });

      const [weather, upload, elsewhere] = await Promise.all([
        ask(kitchen.origin, { path: '/weather?lat=52.5&lon=13.4', token: ada.token }),
        sendPhoto(),
        signIn(),
        sendPhoto(),
      ]);
      // After two failures it is known.
      await signIn();
      const known = [await sendPhoto(), await signIn()];
      await writers.more(WARM_UP_WRITES);
      await writers.end();
      await live.end();

      measured(`upstreams ${how}`, {
        'weather 503 after ms': Math.round(weather.millis),
        'photo 503 after ms': Math.round(upload.millis),
        'sign-in elsewhere 503 after ms': Math.round(elsewhere.millis),
        'photo, sign-in 503 once known after ms': known.map(({ millis }) => Math.round(millis)).join(', '),
        acknowledged: writers.history.acknowledged,
        'slowest liveness ms': live.slowest(),
        'MiB before': memoryBefore,
        'MiB after': residentMegabytes(kitchen),
      });
      const refused = [weather, upload, elsewhere, ...known];
      expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 503));
      expect(refused.filter((outcome) => !isPoliteRefusal(outcome))).toEqual([]);
      expect(Math.max(...refused.map(({ millis }) => millis))).toBeLessThan(BOUND_MILLIS);
      expect(Math.max(...known.map(({ millis }) => millis))).toBeLessThan(KNOWN_MILLIS);
      // Nobody else has noticed.
      expect(writers.outcomes.filter(({ status }) => status >= 300 || status === 0)).toEqual([]);
      expect(await writers.history.disagreements(used.postgres)).toEqual([]);
      expect(live.statuses).toEqual([200]);
      expect(residentMegabytes(kitchen) - memoryBefore).toBeLessThan(MEMORY_MEGABYTES);
      expect((await ask(kitchen.origin, { path: '//health/ready' })).status).toBe(200);
      // The mail of the registration waits for its server.
      const [mail] = await used.postgres.sql<{ n: number }>(
        "select count(*)::int as n from pgboss.job where name = 'mail' and state in ('created', 'active', 'retry')",
      );
      expect(mail!.n).toBeGreaterThan(0);
      await expectToAgreeWithItself(used.postgres);
    });
  },
);
