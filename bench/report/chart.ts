import type { Result } from '../harness/result.js';
import { type Spread, spreadOf } from '../harness/statistics.js';
import { measurementsOf, pathsOf } from './ratios.js';

const WIDTH = 760;
const [LABEL, VALUES] = [250, 80];
const PLOT = WIDTH - LABEL - VALUES;
const [BAR, GAP, TOP] = [15, 14, 44];

/** Readable on white and on black, and told apart without colours by their order. */
const COLOURS = ['#8a8f98', '#2f81f7', '#d98c1f', '#3fa45b'];

interface Bar {
  arm: number;
  spread: Spread;
}

/**
 * Requests per second as bars, a group for each question, with a thin line from the lowest round to the highest. Each question has
 * a scale of its own: what is compared are the bars of one group.
 *
 * @returns undefined when there is nothing to compare.
 */
export function chart(result: Result): string | undefined {
  const { arms } = result;
  if (arms.length < 2) return undefined;
  let y = TOP;
  const groups: string[] = [];
  for (const path of pathsOf(result)) {
    const bars = arms.flatMap(({ name }, arm): Bar[] => {
      const series = measurementsOf(result, path, name);
      return series.length === 0 ? [] : [{ arm, spread: spreadOf(series.map(({ perSecond }) => perSecond)) }];
    });
    groups.push(group(path, bars, y));
    y += bars.length * BAR + GAP;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escape(result.title)}: requests per second</title>`,
    STYLE,
    `<text x="0" y="14" class="text">requests per second; each group has its own scale</text>`,
    legend(arms.map(({ name }) => name)),
    ...groups,
    '</svg>\n',
  ].join('\n');
}

/** Pages on which pictures stand are white, or black. */
const STYLE = `<style>
.text { fill: #24292f; } .faint { fill: #57606a; } .range { stroke: #24292f; }
@media (prefers-color-scheme: dark) { .text { fill: #e6edf3; } .faint { fill: #9198a1; } .range { stroke: #e6edf3; } }
</style>`;

function legend(names: readonly string[]): string {
  let x = 0;
  const entries = names.map((name, arm) => {
    const entry = `<rect x="${x}" y="22" width="10" height="10" fill="${colourOf(arm)}"/><text x="${x + 15}" y="31" class="faint">${escape(name)}</text>`;
    x += 34 + 7 * name.length;
    return entry;
  });
  return entries.join('');
}

function group(path: string, bars: readonly Bar[], top: number): string {
  const most = Math.max(...bars.map(({ spread }) => spread.max));
  const x = (value: number) => (LABEL + (value / most) * PLOT).toFixed(1);
  const label = `<text x="0" y="${top + 12}" class="text">${escape(path)}</text>`;
  const drawn = bars.map(({ arm, spread: { median, min, max } }, at) => {
    const [y, middle] = [top + at * BAR, top + at * BAR + BAR / 2 - 1];
    const length = ((median / most) * PLOT).toFixed(1);
    return [
      `<rect x="${LABEL}" y="${y}" width="${length}" height="${BAR - 3}" fill="${colourOf(arm)}"/>`,
      `<line x1="${x(min)}" x2="${x(max)}" y1="${middle}" y2="${middle}" class="range"/>`,
      `<text x="${WIDTH}" y="${y + 11}" text-anchor="end" class="faint">${Math.round(median).toLocaleString('en')}</text>`,
    ].join('');
  });
  return [label, ...drawn].join('\n');
}

function colourOf(arm: number): string {
  return COLOURS[arm % COLOURS.length]!;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
