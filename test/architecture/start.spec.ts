import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { killAll, startProcess } from '../support/process.js';

/** What only some requests, commands or settings need is loaded by the first of them. */
const LATE = [
  '@aws-sdk/client-s3',
  '@opentelemetry/sdk-trace',
  'chrono-node',
  'csv-parse',
  'highlight.js',
  'nodemailer',
  'sharp',
  'undici',
];
/** What else would read hundreds of files for little. */
const NEVER = ['es-toolkit', 'typescript'];

/** Whoever starts the application waits for each file that it reads (docs/adr/0087). */
describe('a start', () => {
  let database: TestDatabase;
  let loaded: Record<string, number>;

  beforeAll(async () => {
    database = await createTestDatabase();
    const kitchen = await startProcess({ DATABASE_URL: database.url, NODE_ENV: 'test' }, [
      '--import',
      './test/support/loaded-packages.mjs',
    ]);
    await kitchen.end();
    loaded = JSON.parse(/^loaded: (.*)$/m.exec(kitchen.output())![1]!) as Record<string, number>;
  }, 30_000);
  afterAll(async () => {
    killAll();
    await database.drop();
  });

  it('reads our modules from a few files', () => {
    expect(loaded['kitchen']).toBeLessThan(20);
  });

  it('leaves packages for later that it can do without', () => {
    expect(loaded).toHaveProperty('fastify');
    expect([...LATE, ...NEVER].filter((name) => name in loaded)).toEqual([]);
  });
});
