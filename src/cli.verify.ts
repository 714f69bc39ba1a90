import { openKitchen } from './app.start.js';
import { type Finding, Verification } from './platform/verification/verification.js';

/** Of what is wrong so many are named. */
const EXAMPLES = 5;

/** `verify [--repair]`: whether counts and what belongs together agree; exits with 1 where something is wrong and stays so. */
export async function verify(option?: string): Promise<void> {
  const { app, exit, fail } = await openKitchen({ settings: { LOG_LEVEL: 'warn' } });
  let isWell = true;
  try {
    process.stdout.write(line('', 'rows', 'wrong', 'repaired'));
    for await (const finding of app.get(Verification).run({ repairs: option === '--repair' })) {
      process.stdout.write(inWords(finding));
      isWell &&= finding.wrong.length === finding.repaired;
    }
  } catch (error) {
    return fail(error);
  }
  return exit(isWell ? 0 : 1);
}

function inWords({ rule, rows, wrong, repaired }: Finding): string {
  const examples = wrong.slice(0, EXAMPLES).map(({ id, says }) => `  ${[id, says].filter(Boolean).join(' ')}\n`);
  const more = wrong.length > EXAMPLES ? `  and ${wrong.length - EXAMPLES} more\n` : '';
  return line(rule, rows, wrong.length, repaired) + examples.join('') + more;
}

function line(rule: string, ...counts: (string | number)[]): string {
  return `${rule.padEnd(48)}${counts.map((count) => String(count).padStart(10)).join('')}\n`;
}
