import { openKitchen } from './app.start.js';
import { SecondFactorReset } from './modules/auth/index.js';
import { Problem } from './platform/errors/problem.js';

/** `reset-second-factor <username>`: for a member who has lost app and recovery codes. */
export async function resetSecondFactor(username: string): Promise<void> {
  const { app, exit, fail } = await openKitchen({ settings: { LOG_LEVEL: 'warn' } });
  try {
    const wasOn = await app.get(SecondFactorReset).reset(username);
    process.stdout.write(
      wasOn
        ? `${username} signs in without a second factor now, and was signed out everywhere.\n`
        : `${username} has no second factor; nothing was changed.\n`,
    );
  } catch (error) {
    if (!(error instanceof Problem)) return fail(error);
    process.stderr.write(`${error.details.detail ?? error.message}\n`);
    return exit(1);
  }
  return exit(0);
}
