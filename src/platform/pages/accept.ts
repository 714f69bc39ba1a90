/**
 * Whether an `Accept` header (RFC 9110 §12.5.1) prefers JSON to HTML. Who accepts both alike, as curl does, gets HTML; of two
 * ranges with the same weight the one that names the type counts for more than a wildcard.
 */
export function prefersJson(accept: string | undefined): boolean {
  const ranges = (accept ?? '*/*').toLowerCase().split(',').map(readRange);
  const json = Math.max(rank('application/json', ranges), rank('application/problem+json', ranges));
  return json > rank('text/html', ranges);
}

interface Range {
  type: string;
  quality: number;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, quality: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
}

/** Weight first, precision second; the most precise range that matches decides. */
function rank(type: string, ranges: Range[]): number {
  const [family] = type.split('/');
  const patterns = [type, `${family}/*`, '*/*'];
  for (const [depth, pattern] of patterns.entries()) {
    const range = ranges.find((candidate) => candidate.type === pattern);
    if (range) return range.quality === 0 ? 0 : range.quality * 10_000 + patterns.length - depth;
  }
  return 0;
}
