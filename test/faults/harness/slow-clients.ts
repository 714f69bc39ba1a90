import { connect, type Socket } from 'node:net';

const DRIP_MILLIS = 1_000;

/** Clients who send so slowly that they never come to an end: a byte a second, of headers or of a body (slowloris, R.U.D.Y.). */
export class SlowClients {
  private readonly openSince = new Map<Socket, number>();
  private readonly lifetimes: number[] = [];
  private readonly dripping: NodeJS.Timeout;
  refusedAtOnce = 0;

  constructor(origin: string, count: number, kind: 'headers' | 'body') {
    const { port, hostname } = new URL(origin);
    const start =
      kind === 'headers'
        ? 'POST /api/v1/auth/login HTTP/1.1\r\nHost: slow\r\nX-A: '
        : 'POST /api/v1/auth/login HTTP/1.1\r\nHost: slow\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{';
    for (let i = 0; i < count; i++) this.open(connect(Number(port), hostname), start);
    this.dripping = setInterval(() => {
      for (const socket of this.openSince.keys()) socket.write('a');
    }, DRIP_MILLIS);
  }

  get stillOpen(): number {
    return this.openSince.size;
  }

  /** How long the most patiently treated one was put up with. */
  get longestMillis(): number {
    return Math.round(Math.max(0, ...this.lifetimes));
  }

  end(): void {
    clearInterval(this.dripping);
    for (const socket of this.openSince.keys()) socket.destroy();
  }

  private open(socket: Socket, start: string): void {
    socket.on('error', () => undefined);
    socket.once('connect', () => {
      this.openSince.set(socket, performance.now());
      socket.write(start);
    });
    socket.once('close', () => {
      const since = this.openSince.get(socket);
      if (since === undefined) this.refusedAtOnce++;
      else this.lifetimes.push(performance.now() - since);
      this.openSince.delete(socket);
    });
    socket.resume();
  }
}
