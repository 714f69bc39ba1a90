import './run-typescript.mjs';

/**
 * A process of its own that uses an embedded PostgreSQL, for tests in which it dies:
 * `node embedded-owner.mjs <options as JSON>`. It prints the server's url and pid as one line of JSON, and stops it on SIGTERM.
 */
const { startEmbeddedPostgres } = await import('../../src/platform/database/embedded/start-embedded-postgres.js');

const server = await startEmbeddedPostgres({ log: () => undefined, ...JSON.parse(process.argv[2]) });
const keepAlive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => {
  clearInterval(keepAlive);
  void server.stop();
});
console.log(JSON.stringify({ url: server.url, pid: server.pid }));
