import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';

/** The port of the last start if it is free, else any free one of 127.0.0.1. */
export async function preferredPort(path: string): Promise<number> {
  const remembered = Number(await readFile(path, 'utf8').catch(() => '0'));
  return freePort(remembered).catch(() => freePort(0));
}

export async function rememberPort(path: string, port: number): Promise<void> {
  const remembered = await readFile(path, 'utf8').catch(() => undefined);
  if (remembered !== String(port)) await writeFile(path, String(port));
}

async function freePort(port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return address.port;
}
