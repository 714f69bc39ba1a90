import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import type { DestinationStream } from 'pino';
import { v7 as newId } from 'uuid';
import { createApp } from '../../src/app.setup.js';
import { SessionsService } from '../../src/modules/auth/sessions.service.js';
import { UsersService } from '../../src/modules/users/index.js';
import { configure, readSettings } from '../../src/platform/config/load-config.js';
import type { Role } from '../../src/platform/security/signed-in-user.js';
import { Api } from './api.js';
import { createTestDatabase } from './database.js';

/** Somebody with an account, signed in. */
export interface Member {
  id: string;
  username: string;
  accessToken: string;
  refreshToken: string;
  api: Api;
}

/** A whole application over a database of its own, reached through real HTTP. */
export interface Kitchen {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  nest: NestFastifyApplication;
  databaseUrl: string;
  guest: Api;
  member(details?: { role?: Role; username?: string; timezone?: string }): Promise<Member>;
  /** Looks, or meddles, behind the scenes. */
  sql<Row = Record<string, unknown>>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Small enough that a transaction which asked the pool for a second connection would hang. */
const POOL_SIZE = '2';
export const TEST_JWT_SECRET = 'the-tests-sign-with-this-and-nothing-else-does';

/**
 * @param environment settings other than the tests' own. `DATABASE_URL` makes it a further replica over that database.
 * @param logTo gets its log lines, together with a `LOG_LEVEL`.
 */
export async function startKitchen(
  environment: Record<string, string> = {},
  logTo?: DestinationStream,
): Promise<Kitchen> {
  const given = environment['DATABASE_URL'];
  const database = given === undefined ? await createTestDatabase() : { url: given, drop: () => Promise.resolve() };
  // Mails are written there, unless a test has an SMTP server.
  const dataDir = await mkdtemp(joinPath(tmpdir(), 'kitchen-data-'));
  const settings = readSettings({
    NODE_ENV: 'test',
    LOG_LEVEL: 'fatal',
    JWT_SECRET: TEST_JWT_SECRET,
    DATABASE_POOL_SIZE: POOL_SIZE,
    // Tests change rows behind the scenes and look at once; those of kept answers keep them.
    ANSWER_CACHE_MB: '0',
    DATA_DIR: dataDir,
    // Tests talk faster than people.
    ...{ COMMENTS_PER_MINUTE: '0', COMMENTS_PER_POST_AND_MINUTE: '0' },
    ...environment,
  });
  const nest = await createApp(await configure(settings, database.url), logTo);
  await nest.listen(0, '127.0.0.1');
  const { port } = nest.getHttpServer().address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  // Dropping the database ends connections that are still closing.
  pool.on('error', () => undefined);

  const kitchen: Kitchen = {
    origin,
    nest,
    databaseUrl: database.url,
    guest: new Api(origin),
    member: (details) => join(kitchen, details),
    sql: async <Row>(strings: TemplateStringsArray, ...values: unknown[]) => {
      const text = strings.reduce((joined, part, index) => `${joined}$${index}${part}`);
      return (await pool.query(text, values)).rows as Row[];
    },
    close: async () => {
      await nest.close();
      await pool.end();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return kitchen;
}

/** Makes an account without a password, which would cost 25 ms of hashing, and signs it in. */
async function join(
  kitchen: Kitchen,
  { role, username, timezone }: Parameters<Kitchen['member']>[0] = {},
): Promise<Member> {
  const name = username ?? `m_${newId().replaceAll('-', '').slice(-20)}`;
  const account = await kitchen.nest.get(UsersService).create({ username: name, email: `${name}@example.com` });
  if (role) await kitchen.sql`update users set role = ${role} where id = ${account.id}`;
  if (timezone) await kitchen.sql`update users set timezone = ${timezone} where id = ${account.id}`;
  const session = await kitchen.nest.get(SessionsService).begin(account, { device: 'Tests', ip: '127.0.0.1' });
  const { accessToken, refreshToken } = session;
  return { id: account.id, username: name, accessToken, refreshToken, api: new Api(kitchen.origin, accessToken) };
}
