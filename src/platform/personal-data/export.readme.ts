/** Raised when something is no longer where, or what, it was; more files or fields do not raise it. */
const FORMAT_VERSION = 1;

/** The page that explains an export to whoever opens it. */
export function exportReadme(contents: readonly [path: string, about: string][], createdAt: Date): string {
  const width = Math.max(...contents.map(([path]) => path.length));
  return [
    `Kitchen export, format version ${FORMAT_VERSION}`,
    `Made ${createdAt.toISOString()}`,
    '',
    'Everything that is yours here, as it was at one moment.',
    '',
    ...contents.map(([path, about]) => `${path.padEnd(width)}  ${about}`),
    '',
    'JSON is UTF-8 (RFC 8259). Times are ISO 8601 in UTC, days YYYY-MM-DD. Fields are named as in the API, whose',
    'documentation explains them. Passwords, tokens and whatever else is secret are not in here.',
    '',
  ].join('\n');
}
