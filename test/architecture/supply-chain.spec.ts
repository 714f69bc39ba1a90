import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  hasInstallScript?: boolean;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, unknown>>;
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.split('node_modules/').at(-1)!;

let directory: string;
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'kitchen-supply-'))));
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('what is installed', () => {
  it('is named exactly, and fixed by a hash', () => {
    const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'];
    const wanted = kinds.flatMap((kind) => Object.entries(manifest[kind]!));
    expect(
      wanted.filter(([, version]) => !/^(npm:@?[\w./-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version))),
    ).toEqual([]);
    expect(locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  });

  it('comes from whichever registry the machine is set to', () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('runs no script at its installation that nobody has decided on, and needs none', () => {
    const withScripts = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    const decided = manifest['allowScripts']!;
    expect(withScripts.filter((name) => decided[name] !== false)).toEqual([]);
    expect(Object.keys(decided).filter((name) => !withScripts.includes(name))).toEqual([]);
    expect(readFileSync('Dockerfile', 'utf8').match(/npm ci(?!.*--ignore-scripts)/g)).toBeNull();
  });

  it('is explained, package by package', () => {
    const page = readFileSync('docs/dependencies.md', 'utf8');
    const named = Object.keys({ ...manifest['dependencies'], ...manifest['devDependencies'] });
    const isExplained = (name: string) => page.includes(`\`${name}\``);
    // Types belong to what they describe.
    expect(named.filter((name) => !name.startsWith('@types/') && !isExplained(name))).toEqual([]);
  });
});

describe('the check of licences', () => {
  function checkWith(packages: Record<string, Locked & { dev?: boolean }>) {
    const file = join(directory, 'lock.json');
    writeFileSync(file, JSON.stringify({ packages: { '': {}, ...packages } }));
    return spawnSync(process.execPath, ['scripts/check-licences.mjs', file], { encoding: 'utf8' });
  }
  const sharp = 'node_modules/@img/sharp-linux-x64';

  it.each([
    ['one that is agreed to', { 'node_modules/a': { version: '1.0.0', license: 'MIT' } }],
    ['one of two', { 'node_modules/a': { version: '1.0.0', license: '(GPL-3.0-only OR Apache-2.0)' } }],
    ['one that is agreed to for this package', { [sharp]: { version: '1.0.0', license: 'LGPL-3.0-or-later' } }],
    ['what only developers run', { 'node_modules/a': { version: '1.0.0', license: 'GPL-3.0-only', dev: true } }],
  ])('accepts %s', (_what, packages) => {
    expect(checkWith(packages)).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    ['one that is not agreed to', { version: '1.0.0', license: 'AGPL-3.0-only' }],
    ['one that is agreed to only together with another one', { version: '1.0.0', license: 'MIT AND SSPL-1.0' }],
    ['one that is agreed to for another package', { version: '1.0.0', license: 'LGPL-3.0-or-later' }],
    ['none', { version: '1.0.0' }],
    ['words', { version: '1.0.0', license: 'SEE LICENSE IN README' }],
  ])('refuses %s, and names the package', (_what, found) => {
    const { status, stderr } = checkWith({ 'node_modules/a/node_modules/@b/c': found });
    expect(status).toBe(1);
    expect(stderr).toContain('  @b/c@1.0.0: ');
  });
});

describe('the audit', () => {
  /** Runs it with an npm that gives this report on vulnerabilities, or this one on signatures, and exits with 1. */
  function auditWith(vulnerabilities: string, signatures: string) {
    const npm = join(directory, 'npm');
    writeFileSync(
      npm,
      `#!/bin/sh\ncase "$2" in\nsignatures) echo '${signatures}' ;;\n*) echo '${vulnerabilities}' ;;\nesac\nexit 1\n`,
    );
    chmodSync(npm, 0o755);
    return spawnSync('sh', ['scripts/audit.sh'], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${directory}:${process.env['PATH']}` },
    });
  }
  const noAnswer = 'npm error audit endpoint returned an error';
  const json = (report: object) => JSON.stringify(report, null, 2);

  it('goes on where the registry does not answer, and says so', () => {
    const { status, stdout } = auditWith(noAnswer, 'npm error code ENOTFOUND');
    expect(status).toBe(0);
    expect(stdout.match(/NOT CHECKED/g)).toHaveLength(2);
  });

  it('fails on a known hole', () => {
    const report = json({ auditReportVersion: 2, vulnerabilities: { a: { severity: 'high' } } });
    expect(auditWith(report, noAnswer)).toMatchObject({ status: 1 });
  });

  it('fails on a package with a wrong signature', () => {
    const report = json({ invalid: [{ name: 'a', code: 'EINTEGRITYSIGNATURE' }], missing: [] });
    expect(auditWith(noAnswer, report)).toMatchObject({ status: 1 });
  });
});
