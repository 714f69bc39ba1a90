import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Config } from '../../../src/platform/config/load-config.js';
import type { EmbeddedPostgres } from '../../../src/platform/database/embedded/start-embedded-postgres.js';
import { Cursors } from '../../../src/platform/http/cursor.js';
import { startLoadedDatabase } from '../../data/loaded-database.js';
import type { Size } from '../../data/size.js';
import { type Server, startKitchen, startReference } from '../../harness/server.js';
import type { Arm, Stops } from '../../harness/workload.js';

/** Nobody is to be refused: it is to be known how much can be done, not how much one may. */
const UNLIMITED = {
  WRITES_PER_MINUTE: '100000000',
  COMMENTS_PER_MINUTE: '0',
  COMMENTS_PER_POST_AND_MINUTE: '0',
  COMMENT_REPEAT_MINUTES: '0',
  // Whoever measures logs in from many addresses; see `logins.ts`.
  TRUST_PROXY: 'x-real-ip',
};

const PEERS: Record<string, { about: string; reference: string }> = {
  limit: { about: 'node:http and pg, named statements, JSON from PostgreSQL', reference: 'limit' },
  idiomatic: {
    about: 'Nest on Express, TypeORM with relations, ClassSerializerInterceptor, as in tutorials',
    reference: 'idiomatic',
  },
  cached: { about: 'node:http and the finished answer in a Buffer', reference: 'cached' },
};

/** A loaded database and the servers that ask it. All of them know the same secret, and so the same members. */
export class Setting {
  private constructor(
    readonly postgres: EmbeddedPostgres,
    readonly jwtSecret: string,
    private readonly stops: Stops,
  ) {}

  static async of(size: Size, stops: Stops, jwtSecret = randomBytes(48).toString('base64')): Promise<Setting> {
    return new Setting(await startLoadedDatabase(size, stops), jwtSecret, stops);
  }

  /** What the application seals cursors with. */
  get cursors(): Cursors {
    return new Cursors({ secrets: [this.jwtSecret] } as unknown as Config);
  }

  async query<Row extends object>(text: string): Promise<Row[]> {
    const session = new pg.Client({ connectionString: this.postgres.url });
    await session.connect();
    try {
      return (await session.query<Row>(text)).rows;
    } finally {
      await session.end();
    }
  }

  /** @param settings on top of production's. */
  async startKitchen(settings: Record<string, string>): Promise<Server> {
    const all = { JWT_SECRET: this.jwtSecret, ...UNLIMITED, ...settings };
    return startKitchen(this.postgres.url, all, this.stops);
  }

  async kitchen(name: string, about: string, settings: Record<string, string>): Promise<Arm> {
    return armOf(name, about, await this.startKitchen(settings));
  }

  /** @param origin where it finds the answers that it keeps. */
  async peer(name: string, origin: string): Promise<Arm> {
    const peer = PEERS[name];
    if (!peer) throw new Error(`There is no peer ${name}: it is one of ${Object.keys(PEERS).join(', ')}.`);
    const settings = { DATABASE_URL: this.postgres.url, JWT_SECRET: this.jwtSecret, ORIGIN: origin };
    return armOf(name, peer.about, await startReference(peer.reference, settings, this.stops));
  }
}

/** A server in no particular circumstances. */
export function armOf(name: string, about: string, server: Server): Arm {
  const [begin, end] = [() => Promise.resolve(), () => Promise.resolve(undefined)];
  return { name, about, server, begin, end };
}
