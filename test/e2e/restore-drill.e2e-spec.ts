import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InstalledPostgres, installedPostgres, startInstalledPostgres } from '../support/installed-postgres.js';
import { killAll, run } from '../support/process.js';

jest.setTimeout(180_000);

if (installedPostgres === undefined) {
  console.warn(
    'NOT TESTED: the restore drill needs a PostgreSQL with its programs (Debian: `apt-get install postgresql`).',
  );
}

/** `pg_dump` takes no server that is newer than itself, so the embedded one will not do. */
(installedPostgres === undefined ? describe.skip : describe)('the restore drill', () => {
  let postgres: InstalledPostgres;
  let source: string;
  let scratch: string;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'kitchen-drill-'));
    postgres = await startInstalledPostgres(installedPostgres!);
    source = await postgres.createDatabase('source');
    const seeding = run({ DATABASE_URL: source }, ['cli.js', 'seed']);
    expect(await seeding.ended).toEqual({ code: 0, signal: null });
  });
  afterAll(async () => {
    killAll();
    await postgres.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  /** @param shadow a directory with programs that are found first. */
  function drill(target: string, shadow = installedPostgres!): Promise<{ code: number; output: string }> {
    const env = { ...process.env, PATH: `${shadow}:${installedPostgres!}:${process.env['PATH']}` };
    return new Promise((resolve) => {
      const child = execFile('sh', ['scripts/restore-drill.sh', source, target], { env }, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
      });
    });
  }

  it('finds every row again, and what was restored agrees with itself and serves', async () => {
    const target = await postgres.createDatabase('restored');
    const { code, output } = await drill(target);
    expect(output).toMatch(/^\d{2,} tables, \d{3,} rows: all there\.$/m);
    expect(code).toBe(0);

    const verifying = run({ DATABASE_URL: target }, ['cli.js', 'verify']);
    expect(await verifying.ended).toEqual({ code: 0, signal: null });
  });

  it('does nothing to a target that is not empty', async () => {
    expect(await drill(source)).toEqual({ code: 2, output: 'The target is not empty: nothing was done.\n' });
  });

  it.each([
    ['a value', "update users set bio = 'not what it was' where username = 'ada'", /public\.users/],
    ['a row', 'delete from post_tags where ctid = (select min(ctid) from post_tags)', /public\.post_tags/],
  ])('sees that %s is not what it was', async (_what, change, table) => {
    const target = await postgres.createDatabase(`broken_${table.source.length}`);
    const restore = join(scratch, 'pg_restore');
    await writeFile(
      restore,
      `#!/bin/sh\n${installedPostgres}/pg_restore "$@" && psql --quiet "${target}" -c "${change}"\n`,
    );
    await chmod(restore, 0o755);

    const { code, output } = await drill(target, scratch);
    expect(output).toMatch(table);
    expect(output).toContain('What was restored is not what there was.');
    expect(code).toBe(1);
  });
});
