import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measurement } from './measure.js';
import type { Result } from './result.js';
import { type Spread, spreadOf } from './statistics.js';

const PAGE = join(import.meta.dirname, '..', 'README.md');
const SECTION = /(?<=<!-- results -->\n).*(?=<!-- \/results -->)/s;
const HEAD = [
  'circumstances',
  'requests/s',
  '÷ first',
  'p50 ms',
  'p99 ms',
  '÷ first',
  'µs of Node',
  'µs of PostgreSQL',
  'MB',
  'beside: p50 / p99 ms',
];

/** Writes the results into bench/README.md, between two comments. */
export async function writePage(results: readonly Result[]): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  await writeFile(
    PAGE,
    page.replace(SECTION, () => `\n${results.map(section).join('\n')}\n`),
  );
}

/** A result as Markdown. */
export function section(result: Result): string {
  const { workload, title, about, arms, circumstances, conditions, discarded, measurements } = result;
  const { commit, date, machine, node, postgres } = circumstances;
  const others = spreadOf(measurements.map((each) => each.others * 100));
  const paths = [...new Set(measurements.map(({ path }) => path))];
  return [
    `### ${title} (\`${workload}\`)\n`,
    `${about}\n`,
    ...arms.map((arm) => `- _${arm.name}_: ${arm.about}`),
    `\nCommit ${commit}, ${date}, ${machine}, Node ${node}, PostgreSQL ${postgres}. ` +
      `${conditions.rounds} interleaved rounds of ${conditions.seconds} s, ${conditions.connections} connections, no errors. ` +
      `Other processes took ${others.median.toFixed(0)} % of the machine (${others.min.toFixed(0)}–${others.max.toFixed(0)} %); ` +
      `${discarded} measurements were discarded and repeated because it was more than ${conditions.mostOthers * 100} %.\n`,
    ...paths.map((path) => `\`GET ${path}\`\n\n${table(result, path)}\n`),
  ].join('\n');
}

function table({ arms, measurements }: Result, path: string): string {
  const ofPath = measurements.filter((each) => each.path === path);
  const first = ofPath.filter(({ arm }) => arm === arms[0]?.name);
  const rows = arms.map(({ name }) =>
    row(
      name,
      ofPath.filter(({ arm }) => arm === name),
      first,
    ),
  );
  return [HEAD, HEAD.map((_, column) => (column === 0 ? '---' : '--:')), ...rows].map(line).join('\n');
}

function row(name: string, measurements: Measurement[], first: Measurement[]): string[] {
  const spread = (of: (each: Measurement) => number) => spreadOf(measurements.map(of));
  // Round by round, so that what slowed a whole round down cancels out.
  const ratio = (of: (each: Measurement) => number) =>
    spreadOf(measurements.map((each) => of(each) / of(first.find(({ round }) => round === each.round)!)));
  return [
    name,
    text(
      spread((each) => each.perSecond),
      0,
    ),
    text(
      ratio((each) => each.perSecond),
      2,
    ),
    text(
      spread((each) => each.p50Millis),
      1,
    ),
    text(
      spread((each) => each.p99Millis),
      1,
    ),
    `**${text(
      ratio((each) => each.p99Millis),
      2,
    )}**`,
    text(
      spread((each) => each.serverMicros),
      0,
    ),
    text(
      spread((each) => each.postgresMicros),
      0,
    ),
    text(
      spread((each) => each.serverMegabytes),
      0,
    ),
    beside(measurements),
  ];
}

function beside(measurements: Measurement[]): string {
  const traffic = measurements.flatMap((each) => each.beside ?? []);
  if (traffic.length === 0) return '';
  const median = (values: number[]) => spreadOf(values).median.toFixed(0);
  const [p50, p99] = [traffic.map(({ p50Millis }) => p50Millis), traffic.map(({ p99Millis }) => p99Millis)];
  return `${median(p50)} / ${median(p99)}`;
}

function text({ median, min, max }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}

function line(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}
