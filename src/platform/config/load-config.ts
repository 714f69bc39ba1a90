import { type CleanedEnv, cleanEnv } from 'envalid';
import { settings } from './settings.js';
import { keptSecret } from './kept-secret.js';

/** The environment as it was given, validated. */
export type Settings = Readonly<CleanedEnv<typeof settings>>;

/** The first one makes, all of them know again what they have made. */
export type Secrets = readonly [string, ...string[]];

/** What the process was told, typed and complete. Injected by this class wherever a setting is needed. */
export class Config {
  constructor(
    private readonly values: Settings,
    /** Connection URL of the database in use: the given one, or the embedded one's. */
    readonly databaseUrl: string,
    /** What is signed and sealed with, given or kept in `DATA_DIR`; and what else is accepted. */
    readonly secrets: Secrets,
    /** Whether the process also does what is due: jobs, chores, reminders. A command leaves that to those that serve. */
    readonly isServing = true,
  ) {}

  get<K extends keyof Settings>(name: K): Settings[K] {
    return this.values[name];
  }
}

/** Thrown once, with every problem in it; never holds a secret's value. */
export class ConfigurationError extends Error {
  constructor(readonly problems: string[]) {
    super(`Kitchen cannot start. Please correct the environment:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/**
 * Reads and validates the environment.
 *
 * @throws ConfigurationError naming all problems at once.
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const problems: string[] = [];
  // envalid takes an unset NODE_ENV for production.
  const present: NodeJS.ProcessEnv = { NODE_ENV: 'development', ...withoutEmpty(environment) };
  const values = cleanEnv(present, settings, {
    reporter: ({ errors }) => {
      for (const [name, error] of Object.entries(errors)) {
        problems.push(`${name} ${wording(name, error, present[name])}`);
      }
    },
  });
  // The values of variables that have a problem cannot be read.
  if (present['NODE_ENV'] === 'production' && present['RATE_LIMITS'] === 'off') {
    problems.push('RATE_LIMITS must not be off in production');
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return values;
}

/** The configuration of a process whose database is known. Makes and keeps a signing secret where none was given. */
export async function configure(values: Settings, databaseUrl: string, isServing = true): Promise<Config> {
  const jwtSecret = values.JWT_SECRET ?? (await keptSecret(values.DATA_DIR, 'jwt-secret'));
  return new Config(values, databaseUrl, [jwtSecret, ...values.JWT_SECRET_FALLBACKS], isServing);
}

/** Which of several processes (`WEB_CONCURRENCY`) this is; undefined where there is only one. */
export function workerNumber(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  return environment['KITCHEN_WORKER'];
}

function withoutEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

const MAY_HOLD_A_SECRET = /SECRET|TOKEN|_URL$/;

function wording(name: string, error: Error | undefined, value: string | undefined): string {
  if (value === undefined) return 'is required';
  // envalid's own validators quote the input in their messages; ours, which all that is secret goes through, do not.
  const isSafe = !MAY_HOLD_A_SECRET.test(name) || !error?.message.includes(value);
  return error && isSafe ? error.message : 'has a value that is not allowed';
}
