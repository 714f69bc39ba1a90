import { randomBytes } from 'node:crypto';
import { openKitchen } from './app.start.js';
import { askForPassword } from './cli.password.js';
import { AdminAccounts } from './modules/auth/index.js';
import { Problem } from './platform/errors/problem.js';

const SAID = {
  created: 'is a new admin',
  promoted: 'is an admin now, with the password as before',
  unchanged: 'is an admin already; nothing was changed',
};

/** `create-admin <username> <email>`: the password comes from the terminal or standard input; an empty one is made and shown once. */
export async function createAdmin(username: string, email: string): Promise<void> {
  const { app, exit, fail } = await openKitchen({ settings: { LOG_LEVEL: 'warn' } });
  let made: string | undefined;
  const choosePassword = async () => (await askForPassword()) || (made = randomBytes(18).toString('base64url'));
  try {
    const outcome = await app.get(AdminAccounts).ensure({ username, email }, choosePassword);
    process.stdout.write(`${username} ${SAID[outcome]}.\n`);
    if (made !== undefined) process.stdout.write(`Password, shown only now: ${made}\n`);
  } catch (error) {
    if (!(error instanceof Problem)) return fail(error);
    process.stderr.write(inWords(error));
    return exit(1);
  }
  return exit(0);
}

function inWords({ message, details }: Problem): string {
  const fields = (details.errors ?? []).map(({ pointer, detail }) => `  ${pointer.slice(1)}: ${detail}`);
  return `${[message, ...fields].join('\n')}\n`;
}
