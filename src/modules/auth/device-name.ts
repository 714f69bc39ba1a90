import Bowser from 'bowser';

const UNKNOWN = 'Unknown device';
const MAX_LENGTH = 100;

/** What a member would call the program behind a `User-Agent`: "Firefox on Linux", or the product's name for tools. */
export function deviceName(userAgent: string | undefined): string {
  if (!userAgent) return UNKNOWN;
  const { browser, os } = Bowser.parse(userAgent.slice(0, 512));
  const program = browser.name || (/^[\w.-]+/.exec(userAgent)?.[0] ?? UNKNOWN);
  return (os.name ? `${program} on ${os.name}` : program).slice(0, MAX_LENGTH);
}
