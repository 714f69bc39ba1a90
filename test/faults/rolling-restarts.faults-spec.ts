import { setTimeout as delay } from 'node:timers/promises';
import { picture, send } from '../support/photos.js';
import type { KitchenProcess } from '../support/process.js';
import { freePort, startApi } from './harness/api-process.js';
import { ask } from './harness/asking.js';
import type { Sending } from './harness/clients.js';
import { hasHaproxy, startHaproxy } from './harness/haproxy.js';
import { inMode, measured } from './harness/mode.js';
import { OpenLoad } from './harness/open-load.js';
import { usePostgres } from './harness/scene.js';
import { type Author, register } from './harness/writers.js';

const RESTARTS = inMode({ short: 6, long: 50 });
const PER_SECOND = inMode({ short: 50, long: 200 });
const UPLOAD_PARTS = 10;
const PART_PAUSE_MILLIS = 300;
const BETWEEN_MILLIS = 1_500;
/** Twice what the proxy takes to notice. */
const ENVIRONMENT = { SHUTDOWN_DELAY_SECONDS: '2', TRUST_PROXY: '1' };

describe('two replicas behind a proxy, restarted one after the other', () => {
  const used = usePostgres();

  if (!hasHaproxy) {
    it.skip('cannot be tried without HAProxy (apt-get install haproxy)', () => undefined);
    return;
  }

  it(`fail no request, ${RESTARTS} times`, async () => {
    const ports = [await freePort(), await freePort()] as const;
    const start = (index: number) => startApi(used.postgres.url, { ...ENVIRONMENT, PORT: String(ports[index]) });
    const replicas = [await start(0), await start(1)];
    const proxy = await startHaproxy(ports);
    const member = await register(proxy.origin);
    const postId = await firstPost(proxy.origin, member);
    const load = new OpenLoad(proxy.origin, PER_SECOND, mixed(member, postId));
    const uploads: Promise<number>[] = [];
    const stops: number[] = [];
    const starts: number[] = [];

    for (let restart = 0; restart < RESTARTS; restart++) {
      const index = restart % 2;
      uploads.push(uploadSlowly(proxy.origin, member), uploadSlowly(proxy.origin, member));
      await delay(PART_PAUSE_MILLIS);
      const began = performance.now();
      expect(await replicas[index]!.end()).toEqual({ code: 0, signal: null });
      stops.push(performance.now() - began);
      replicas[index] = await start(index);
      starts.push(performance.now() - began - stops.at(-1)!);
      // Until the proxy has seen it.
      await delay(BETWEEN_MILLIS);
    }
    await load.stop();
    const uploaded = await Promise.all(uploads);

    measured(`${RESTARTS} rolling restarts`, {
      requests: load.requests,
      failed: load.requests - load.tally.good,
      ...load.figures,
      'uploads under way': uploads.length,
      'uploads failed': uploaded.filter((status) => status !== 201).length,
      'slowest stop ms': Math.round(Math.max(...stops)),
      'slowest start ms': Math.round(Math.max(...starts)),
    });
    await proxy.stop();
    await Promise.all(replicas.map((replica: KitchenProcess) => replica.end()));
    expect(load.tally).toEqual({ good: load.requests, refused: 0, failures: {} });
    expect(new Set(uploaded)).toEqual(new Set([201]));
  }, 1_800_000);
});

/** Of each ten, seven reads, those of guests and members, and three writes. */
function mixed({ token, username }: Author, postId: string): (number: number) => Sending {
  const kinds: ((number: number) => Sending)[] = [
    () => ({ path: '/posts' }),
    () => ({ path: '/todos', token }),
    () => ({ path: `/posts/${postId}/comments`, token }),
    () => ({ path: '/users/me', token }),
    () => ({ path: `/posts/${postId}` }),
    () => ({ path: `/users/${username}`, token }),
    () => ({ path: '/tags' }),
    (number) => ({ method: 'POST', path: '/todos', token, body: { title: `Todo ${number}` } }),
    (number) => ({ method: 'POST', path: `/posts/${postId}/comments`, token, body: { body: `Comment ${number}` } }),
    (number) => ({ method: 'POST', path: '/todos', token, body: { title: `Another ${number}` } }),
  ];
  return (number) => kinds[number % kinds.length]!(number);
}

async function firstPost(origin: string, { token }: Author): Promise<string> {
  const { body } = await ask(origin, { method: 'POST', path: '/posts', token, body: { title: 'Tea', body: 'Hot.' } });
  return body.id;
}

/** A form that takes three seconds to arrive: it is under way while the replica that has got it is told to stop. */
async function uploadSlowly(origin: string, { token }: Author): Promise<number> {
  const file = await picture('png', { width: 400, height: 300, noise: true });
  const boundary = 'kitchen-faults';
  const form = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`,
    ),
    file,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const step = Math.ceil(form.length / UPLOAD_PARTS);
  const body = ReadableStream.from(
    (async function* () {
      for (let at = 0; at < form.length; at += step) {
        yield form.subarray(at, at + step);
        await delay(PART_PAUSE_MILLIS);
      }
    })(),
  );
  const contentType = `multipart/form-data; boundary=${boundary}`;
  return send({ origin }, { accessToken: token }, { body, contentType }).then(
    ({ status }) => status,
    () => 0,
  );
}
