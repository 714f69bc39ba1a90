import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
// @ts-expect-error -- it has no types of its own
import S3rver from '@20minutes/s3rver';

interface Server {
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
}

const BUCKET = 'kitchen-tests';

/** A real S3 server with one bucket, and the settings that lead to it. */
export async function startS3Server() {
  const directory = await mkdtemp(join(tmpdir(), 'kitchen-s3-'));
  const options = { address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: BUCKET }] };
  const open = async (port: number) => {
    const server = new (S3rver as new (options: object) => Server)({ ...options, port });
    return { server, ...(await server.run()) };
  };
  const { port, ...first } = await open(0);
  let server: Server | undefined = first.server;
  const stop = async () => {
    await server?.close();
    server = undefined;
  };
  return {
    directory,
    settings: {
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
      S3_PATH_STYLE: 'true',
    },
    stop,
    start: async () => {
      ({ server } = await open(port));
    },
    close: async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Does it once the bucket is asked again: after it was away it is left alone for ten seconds. */
export async function afterRest(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    const isDone = await work().then(
      () => true,
      () => false,
    );
    if (isDone) return;
    await delay(500);
  }
  await work();
}
