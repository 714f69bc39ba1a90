import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import Fastify, { type FastifyInstance } from 'fastify';
import { type BodyLimits, endSlowBodies, isTooSlow } from './slow-bodies.js';

const KIBI = 1024;

describe('whether a body is too slow', () => {
  const limits: BodyLimits = { enoughMillis: 15_000, leastBytesPerSecond: 16 * KIBI, lookEveryMillis: 1_000 };

  it.each([
    ['text within its time, without a byte', { millis: 15_000, bytes: 0, isFile: false }, false],
    ['text past its time, however much came', { millis: 15_001, bytes: KIBI * KIBI, isFile: false }, true],
    ['a file within that time', { millis: 15_000, bytes: 0, isFile: true }, false],
    ['10 MiB at 1 Mbit/s, shortly before the end', { millis: 83_000, bytes: 10_375_000, isFile: true }, false],
    ['a file over a line that is hardly one', { millis: 300_000, bytes: 285 * 16 * KIBI, isFile: true }, false],
    ['a file of which a byte comes now and then', { millis: 20_000, bytes: 100, isFile: true }, true],
    ['a file that came fast and then stopped', { millis: 120_000, bytes: KIBI * KIBI, isFile: true }, true],
  ])('%s: %j', (_what, arrival, expected) => {
    expect(isTooSlow(arrival, limits)).toBe(expected);
  });
});

describe('slow bodies', () => {
  let fastify: FastifyInstance;
  const sockets = new Set<Socket>();

  beforeAll(async () => {
    fastify = Fastify();
    endSlowBodies(fastify, { enoughMillis: 200, leastBytesPerSecond: 100, lookEveryMillis: 20 });
    fastify.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    for (const [path, takesUpload] of [
      ['/text', false],
      ['/file', true],
    ] as const)
      fastify.post(path, { config: { takesUpload } }, ({ body }) => ({ length: (body as string).length }));
    await fastify.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await fastify.close();
  });

  /** Sends the head of a request, and leaves the body to the test. */
  const begin = async (path: string, length: number) => {
    const socket = connect((fastify.server.address() as AddressInfo).port, '127.0.0.1');
    sockets.add(socket.on('error', () => undefined));
    await once(socket, 'connect');
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n`,
    );
    return { socket, answer: text(socket) };
  };

  it.each(['/text', '/file', '/nowhere'])('are ended with 408 when nothing more comes: %s', async (path) => {
    const { answer } = await begin(path, 10);

    expect(await answer).toMatch(/^HTTP\/1\.1 408 [^]*"code":"http\.timeout"/);
  });

  it('are ended all of them, however many there are', async () => {
    const begun = await Promise.all(Array.from({ length: 120 }, () => begin('/text', 10)));

    const answers = await Promise.all(begun.map(({ answer }) => answer));
    expect(answers.filter((answer) => !answer.startsWith('HTTP/1.1 408 '))).toEqual([]);
  });

  it('are ended when they come in drops, though each comes in time', async () => {
    const { socket, answer } = await begin('/text', 100_000);
    const drops = setInterval(() => socket.write('a'), 20);

    expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(drops);
  });

  it('may take as long as they need when they are files that keep coming', async () => {
    const { socket, answer } = await begin('/file', 60_000);
    for (let sent = 0; sent < 60_000; sent += 1_000) {
      socket.write('a'.repeat(1_000));
      await setTimeout(10);
    }

    expect(await answer).toMatch(/^HTTP\/1\.1 200 [^]*\{"length":60000\}$/);
  });
});
