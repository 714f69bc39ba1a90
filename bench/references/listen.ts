import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens where the harness wants it, and tells by the same line as the application that it does. */
export function listen(server: Server): void {
  server.listen(Number(process.env['PORT']), process.env['HOST'], () => {
    const { port } = server.address() as AddressInfo;
    console.log(JSON.stringify({ port, message: 'Kitchen is open' }));
  });
  process.on('SIGTERM', () => process.exit(0));
}
