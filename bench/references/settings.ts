import type { Config } from '../../src/platform/config/load-config.js';

/** What the harness tells a reference, by the application's own names. */
export const settings = {
  databaseUrl: process.env['DATABASE_URL'] ?? '',
  secrets: [process.env['JWT_SECRET'] ?? ''],
} as unknown as Config & { databaseUrl: string };
