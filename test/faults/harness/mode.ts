/** `KITCHEN_FAULTS=long npm run test:faults`: more rounds, and outages as long as the issue at hand says; else minutes in all. */
const isLong = process.env['KITCHEN_FAULTS'] === 'long';

export function inMode<T>(mode: { short: T; long: T }): T {
  return isLong ? mode.long : mode.short;
}

/** For people: what was measured is printed, and only its order of magnitude is asserted. */
export function measured(fault: string, figures: Record<string, number | string>): void {
  const told = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  process.stderr.write(`measured: ${fault}: ${told.join(', ')}\n`);
}
