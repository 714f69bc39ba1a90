import { createServer, type Server } from 'node:http';
import { promisify } from 'node:util';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/load-config.js';
import { Log } from '../logging/log.js';
import { Metrics } from './metrics.js';

/**
 * The figures on a port of their own, `METRICS_PORT`, which only the private network reaches: no token is asked for. They are
 * there until the application has been closed, so that a shutdown can be watched, too.
 */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** Undefined when no port was asked for. */
  get port(): number | undefined {
    const address = this.server?.address();
    return typeof address === 'object' ? address?.port : undefined;
  }

  async onApplicationBootstrap(): Promise<void> {
    const port = this.config.get('METRICS_PORT');
    if (port === undefined || !this.config.isServing) return;
    const server = createServer((request, response) => {
      const isAsked = request.method === 'GET' && request.url?.split('?')[0] === '/metrics';
      if (!isAsked) return void response.writeHead(404).end();
      void this.metrics.expose().then(
        (text) => response.writeHead(200, { 'content-type': this.metrics.contentType }).end(text),
        (err: unknown) => {
          this.log.error({ err }, 'the metrics could not be read');
          response.writeHead(500).end();
        },
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, this.config.get('HOST'), resolve);
    });
    this.server = server;
    this.log.info({ metricsPort: this.port }, 'metrics are open');
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server) return;
    server.closeAllConnections();
    await promisify(server.close.bind(server))();
  }
}
