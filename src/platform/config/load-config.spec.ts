import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, configure, readSettings } from './load-config.js';

const GOOD_SECRET = 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA';

function problemsOf(environment: NodeJS.ProcessEnv): string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('readSettings', () => {
  it('needs nothing in development', () => {
    expect(readSettings({})).toMatchObject({
      NODE_ENV: 'development',
      PORT: 3000,
      HOST: '::',
      CORS_ORIGINS: '*',
      TRUST_PROXY: 0,
      MIGRATE_ON_BOOT: true,
    });
  });

  it('treats an empty text as absent', () => {
    expect(readSettings({ PORT: '', PUBLIC_URL: '' })).toMatchObject({ PORT: 3000 });
  });

  it('demands a database and a secret in production, and allows no origin by itself', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual(['DATABASE_URL is required', 'JWT_SECRET is required']);
    const given = { NODE_ENV: 'production', DATABASE_URL: 'postgres://db/kitchen', JWT_SECRET: GOOD_SECRET };
    expect(readSettings(given).CORS_ORIGINS).toEqual([]);
  });

  it('takes limits off, but not in production', () => {
    const given = { DATABASE_URL: 'postgres://db/kitchen', JWT_SECRET: GOOD_SECRET, RATE_LIMITS: 'off' };
    expect(readSettings(given).RATE_LIMITS).toBe('off');
    expect(problemsOf({ ...given, NODE_ENV: 'production' })).toEqual(['RATE_LIMITS must not be off in production']);
  });

  it('names all problems at once and no value of a secret', () => {
    const problems = problemsOf({
      PORT: '70000',
      JWT_SECRET: 'short-and-hidden',
      DATABASE_URL: 'mysql://root:hunter2@db/kitchen',
      LOG_LEVEL: 'loud',
      CORS_ORIGINS: 'app.example',
      PUBLIC_URL: 'https://kitchen.example/api',
      TRUST_PROXY: '1.5',
      SMTP_URL: 'https://mailer:hunter2@mail.example',
      MAIL_FROM: 'Kitchen <no-reply>',
      FRONTEND_URL: 'https://app.example/?page=',
    });

    expect(problems.map((line) => line.split(' ')[0]).sort()).toEqual([
      'CORS_ORIGINS',
      'DATABASE_URL',
      'FRONTEND_URL',
      'JWT_SECRET',
      'LOG_LEVEL',
      'MAIL_FROM',
      'PORT',
      'PUBLIC_URL',
      'SMTP_URL',
      'TRUST_PROXY',
    ]);
    expect(problems.join('\n')).not.toMatch(/hunter2|short-and-hidden/);
  });

  it.each([
    ['shorter than 256 bits', 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHs'],
    ['known from tutorials', 'please-change-me-please-change-it-now'],
    ['a placeholder', 'your-secret-goes-here-0123456789abcdef'],
    ['one letter again and again', 'a'.repeat(64)],
    ['a short pattern again and again', 'abc'.repeat(20)],
  ])('refuses a secret that is %s, in every environment', (_what, secret) => {
    for (const NODE_ENV of ['development', 'test', 'production']) {
      const lines = problemsOf({ NODE_ENV, JWT_SECRET: secret, DATABASE_URL: 'postgres://db/kitchen' });
      expect(lines).toEqual([expect.stringMatching(/^JWT_SECRET is /)]);
      expect(lines.join()).not.toContain(secret);
    }
  });

  it('asks no less of a secret that is merely accepted', () => {
    const lines = problemsOf({ JWT_SECRET: GOOD_SECRET, JWT_SECRET_FALLBACKS: `${GOOD_SECRET},short-and-hidden` });
    expect(lines).toEqual([expect.stringMatching(/^JWT_SECRET_FALLBACKS lists one that is shorter/)]);
    expect(lines.join()).not.toContain('short-and-hidden');
  });

  it('says what would be allowed', () => {
    const lines = problemsOf({ NODE_ENV: 'prod', SHUTDOWN_TIMEOUT_SECONDS: '0' });
    expect(lines).toContainEqual(expect.stringContaining('development,test,production'));
    expect(lines).toContainEqual('SHUTDOWN_TIMEOUT_SECONDS is not a whole number from 1 to 300');
  });

  it.each([
    'https://kitchen.example',
    'kitchen.example:443',
    '192.0.2.7',
    '::1',
    '-a.example',
    'a..example',
    'ki tchen',
  ])('refuses %s for PASSKEY_RP_ID', (text) => {
    expect(problemsOf({ PASSKEY_RP_ID: text })).toEqual(['PASSKEY_RP_ID is not a domain such as kitchen.example']);
  });

  it.each(['true', 'yes', 'all', 'loopback', '10.0.0.0/8'])('refuses TRUST_PROXY=%s', (text) => {
    expect(problemsOf({ TRUST_PROXY: text })).toEqual([expect.stringMatching(/^TRUST_PROXY is neither/)]);
  });

  it.each([
    ['0', 0],
    ['2', 2],
    ['X-Real-IP', 'x-real-ip'],
  ])('reads TRUST_PROXY=%s as %p', (text, value) => {
    expect(readSettings({ TRUST_PROXY: text }).TRUST_PROXY).toBe(value);
  });

  it.each(['smtp://localhost:1025', 'smtps://me%40example.com:p%40ss@mail.example/?pool=true'])(
    'takes %s for an SMTP_URL',
    (text) => {
      expect(readSettings({ SMTP_URL: text }).SMTP_URL).toBe(text);
    },
  );

  it.each(['no-reply@kitchen.example', 'The Kitchen <no-reply@kitchen.example>'])('takes %s for MAIL_FROM', (text) => {
    expect(readSettings({ MAIL_FROM: text }).MAIL_FROM).toBe(text);
  });

  it.each(['nobody', 'a@b@c', '<a@b.example', 'a@b.example, c@d.example', 'A\r\nBcc: x <a@b.example>'])(
    'does not take %j for MAIL_FROM',
    (text) => {
      expect(problemsOf({ MAIL_FROM: text })).toEqual([expect.stringMatching(/^MAIL_FROM /)]);
    },
  );
});

describe('configure', () => {
  it('signs with the secret, and knows its fallbacks', async () => {
    const fallbacks = ['Zq8Wn5Tc2Lx7Vb4Jm1Hd9Kf6Rp3Gs0Ya', 'pT4Lw9Xk2Cv7Bz1Nf6Hq8Md3Js5Gr0Ye'];
    const settings = readSettings({ JWT_SECRET: GOOD_SECRET, JWT_SECRET_FALLBACKS: fallbacks.join(', ') });
    expect((await configure(settings, 'postgres://db/x')).secrets).toEqual([GOOD_SECRET, ...fallbacks]);
  });

  it('makes one secret, however many processes start at once, readable by its owner only', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kitchen-config-'));
    try {
      const settings = readSettings({ DATA_DIR: join(directory, 'data') });
      const configs = await Promise.all(Array.from({ length: 5 }, () => configure(settings, 'postgres://db/x')));

      expect(new Set(configs.map(({ secrets: [first] }) => first)).size).toBe(1);
      expect(configs[0]!.secrets[0]).toHaveLength(64);
      expect((await stat(join(directory, 'data', 'jwt-secret'))).mode & 0o777).toBe(0o600);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
