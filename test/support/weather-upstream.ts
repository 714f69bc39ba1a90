import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { answerSample } from '../../src/weather-sample/server.js';

type Behaviour = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A weather service that answers like the sample server, until it is told to misbehave. */
export class WeatherUpstream {
  /** The paths with their queries, in the order of their arrival. */
  readonly requests: URL[] = [];
  /** Requests that are being answered at the moment. */
  open = 0;
  /** Requests that the client gave up. */
  aborted = 0;
  private readonly sockets = new Set<Socket>();
  private behaviour: Behaviour = sampleAnswer;

  private constructor(
    readonly url: string,
    private readonly server: ReturnType<typeof createServer>,
  ) {}

  static async start(): Promise<WeatherUpstream> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const upstream = new WeatherUpstream(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
    server.on('connection', (socket) => {
      upstream.sockets.add(socket);
      socket.once('close', () => upstream.sockets.delete(socket));
    });
    server.on('request', (request, response) => {
      upstream.take(request, response);
    });
    return upstream;
  }

  /** Settings of a kitchen that asks this service. */
  get settings(): Record<string, string> {
    return { WEATHER_API_URL: this.url, WEATHER_GEOCODING_URL: this.url, WEATHER_TIMEOUT_MS: '400' };
  }

  get connections(): number {
    return this.sockets.size;
  }

  countOf(path: '/v1/forecast' | '/v1/search'): number {
    return this.requests.filter(({ pathname }) => pathname === path).length;
  }

  behave(behaviour: Behaviour): void {
    this.behaviour = behaviour;
  }

  /** Like the sample again, and with no memory of what was asked. */
  recover(): void {
    this.behaviour = sampleAnswer;
    this.requests.length = 0;
    this.aborted = 0;
  }

  /** Waits until the given number of requests is being answered. */
  async until(open: number): Promise<void> {
    while (this.open !== open) await delay(5);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(new URL(request.url ?? '/', this.url));
    this.open++;
    response.once('close', () => {
      this.open--;
      if (!response.writableFinished) this.aborted++;
    });
    void this.behaviour(request, response);
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a test breaks may have any form afterwards
type Breakable = any;

/** Answers as the sample does, once `answer` was changed. */
export function sampleBut(change: (answer: Breakable) => unknown): Behaviour {
  return (request, response) => {
    const { body } = answerOf(request);
    change(body);
    json(response, body);
  };
}

export function sampleAnswer(request: IncomingMessage, response: ServerResponse): void {
  const { status, body } = answerOf(request);
  json(response, body, status);
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function answerOf(request: IncomingMessage) {
  return answerSample(new URL(request.url ?? '/', 'http://sample'), new Date());
}
