import { bool, host, str } from 'envalid';
import { commentSettings } from './comment-settings.js';
import { identitySettings } from './identity-settings.js';
import { limitSettings } from './limit-settings.js';
import { metricsSettings } from './metrics-settings.js';
import { storageSettings } from './storage-settings.js';
import { tracingSettings } from './tracing-settings.js';
import { weatherSettings } from './weather-settings.js';
import {
  domain,
  integer,
  mailbox,
  origin,
  origins,
  postgresUrl,
  proxyTrust,
  secret,
  secrets,
  serviceUrl,
  smtpUrl,
} from './variables.js';

/**
 * Every environment variable, declared once. README's table and `.env.example` are checked against this file by a test.
 * `devDefault` means: required when NODE_ENV is `production`.
 */

const runtime = {
  NODE_ENV: str({
    choices: ['development', 'test', 'production'],
    default: 'development',
    desc: 'In `production` nothing is guessed: `DATABASE_URL` and `JWT_SECRET` are required.',
  }),
  DATA_DIR: str({
    default: '.data',
    desc: 'Where development keeps its embedded database, its generated secret and its mails. Unused in production.',
  }),
  APP_NAME: str({
    default: 'Kitchen',
    desc: 'What members know this as: authenticator apps and passkeys are labelled with it.',
  }),
  LOG_LEVEL: str({
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    default: 'info',
    desc: 'The least severe level that is written to standard output.',
  }),
};

const http = {
  PORT: integer(0, 65_535)({ default: 3000, desc: 'TCP port to listen on; `0` takes any free one.' }),
  HOST: host({ default: '::', desc: 'Address to listen on; `::` answers IPv6 and IPv4.' }),
  PUBLIC_URL: origin({
    default: undefined,
    example: 'https://kitchen.example',
    desc: "The origin that clients see, used in links. When unset, links take the request's own scheme and host.",
  }),
  BLOG_URL: serviceUrl({
    default: undefined,
    example: 'https://app.example/blog',
    desc: 'Where a front end has the blog: the list of posts there (with `?author=` or `?tag=`), each post at `/<slug>` below. Feeds, the sitemap and canonical links lead there. When unset, to the pages that this server has itself, at `/blog`.',
  }),
  CORS_ORIGINS: origins({
    default: [],
    devDefault: '*',
    example: 'https://app.example,https://admin.example',
    desc: 'Origins whose pages may call this API: `*` or a comma-separated list. Development allows all, production none until you say so.',
  }),
  TRUST_PROXY: proxyTrust({
    default: 0,
    example: 'x-real-ip',
    desc: "Where the client's address comes from behind a proxy: a hop count for `X-Forwarded-For`, or a header's name (Railway: `x-real-ip`, Render: `cf-connecting-ip`).",
  }),
  WEB_CONCURRENCY: integer(
    1,
    64,
  )({
    default: 1,
    desc: 'Processes that serve, each with a pool, limits and memory of its own. More than one where there are cores that PostgreSQL does not need.',
  }),
  MAX_IN_FLIGHT: integer(
    1,
    100_000,
  )({
    default: 1_000,
    desc: 'The most requests that each process works on at a time, and keeps waiting; how many are good for it, it finds out by itself (docs/adr/0073).',
  }),
  ANSWER_CACHE_MB: integer(
    0,
    4_096,
  )({
    default: 32,
    desc: 'Memory of each process for finished answers to guests, in MiB; they are forgotten when what they show changes. `0` keeps none.',
  }),
  SHUTDOWN_DELAY_SECONDS: integer(
    0,
    60,
  )({
    default: 0,
    desc: 'How long to keep answering, with readiness red, between SIGTERM and closing: the time your proxy needs to notice.',
  }),
  SHUTDOWN_TIMEOUT_SECONDS: integer(
    1,
    300,
  )({
    default: 25,
    desc: 'After this long a shutdown stops waiting for requests in flight. Keep it below the platform’s own kill.',
  }),
};

const database = {
  DATABASE_URL: postgresUrl({
    default: undefined,
    example: 'postgres://kitchen:…@localhost:5432/kitchen',
    desc: 'PostgreSQL 15 or newer. When unset (not in production), an embedded PostgreSQL 18 runs under `DATA_DIR`.',
    requiredWhen: ({ NODE_ENV }) => NODE_ENV === 'production',
  }),
  DATABASE_LISTEN_URL: postgresUrl({
    default: undefined,
    example: 'postgres://kitchen:…@localhost:5432/kitchen',
    desc: 'PostgreSQL itself, where `DATABASE_URL` is a PgBouncer in transaction mode: notifications do not get through that. When unset, `DATABASE_URL`.',
  }),
  DATABASE_POOL_SIZE: integer(
    2,
    200,
  )({
    default: 8,
    desc: 'Connections per process. Four to ten suit two cores; more only makes them wait inside PostgreSQL.',
  }),
  DATABASE_NAMED_STATEMENTS: bool({
    default: true,
    desc: 'Prepare each statement once per connection. Switch off behind a PgBouncer older than 1.21 in transaction mode.',
  }),
  MIGRATE_ON_BOOT: bool({
    default: true,
    desc: 'Bring the schema up to date before listening (under an advisory lock, so replicas may boot at once).',
  }),
  ALLOW_NEWER_SCHEMA: bool({
    default: false,
    desc: 'Start although the schema is newer than this version knows: for going back to an earlier version.',
  }),
};

const security = {
  JWT_SECRET: secret({
    default: undefined,
    example: '(openssl rand -base64 48)',
    desc: 'Signs access tokens and encrypts the secrets of authenticator apps; ≥ 256 bits. Changing it signs everybody out, and apps must be set up anew, unless `JWT_SECRET_FALLBACKS` has the one before. When unset (not in production), one is made and kept in `DATA_DIR`.',
    requiredWhen: ({ NODE_ENV }) => NODE_ENV === 'production',
  }),
  JWT_SECRET_FALLBACKS: secrets({
    default: [],
    example: '(the JWT_SECRET before)',
    desc: 'Secrets that nothing is made with any more, but what was made with them is still accepted, comma-separated: for changing `JWT_SECRET` without signing anybody out.',
  }),
};

const passkeys = {
  PASSKEY_RP_ID: domain({
    default: undefined,
    example: 'kitchen.example',
    desc: 'The domain that passkeys are for (RP ID), such as `example.com` for pages on all its subdomains. Passkeys of another domain are of no use, so choose it once. When unset, that of `FRONTEND_URL`, of the first of `CORS_ORIGINS`, or of `PUBLIC_URL`; without them, `localhost`.',
  }),
};

const mail = {
  SMTP_URL: smtpUrl({
    default: undefined,
    example: 'smtps://user:password@mail.example',
    desc: 'The server that takes our mails. When unset, development writes them to `mail/` under `DATA_DIR`; production warns at start, and mails fail until it is set.',
  }),
  MAIL_FROM: mailbox({
    default: 'Kitchen <no-reply@localhost>',
    example: 'Kitchen <no-reply@kitchen.example>',
    desc: 'Who mails are from: an address that the server at `SMTP_URL` may send for.',
  }),
  FRONTEND_URL: serviceUrl({
    default: undefined,
    example: 'https://app.example/account',
    desc: 'Where links in mails lead: to `/verify-email#token=…` and `/reset-password#token=…` below it. When unset, to the pages that this server has itself, at `PUBLIC_URL`.',
  }),
};

export const settings = {
  ...runtime,
  ...http,
  ...database,
  ...security,
  ...limitSettings,
  ...passkeys,
  ...mail,
  ...identitySettings,
  ...metricsSettings,
  ...tracingSettings,
  ...weatherSettings,
  ...storageSettings,
  ...commentSettings,
};
