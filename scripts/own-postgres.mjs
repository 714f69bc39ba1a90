// Runs a PostgreSQL of its own under DATA_DIR, says its address, and stops it on SIGTERM.
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../dist/platform/database/embedded/start-embedded-postgres.js';

const server = await startEmbeddedPostgres({ dataDir: join(process.env.DATA_DIR, 'postgres'), log: () => undefined });
console.log(server.url);
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
setInterval(() => undefined, 60_000);
