import type { Measurement } from '../harness/measure.js';
import type { Result } from '../harness/result.js';
import { type Spread, spreadOf } from '../harness/statistics.js';
import { measurementsOf, pathsOf, ratioOf } from './ratios.js';

const HEAD = [
  ...['asked', 'of', 'requests/s', '÷ first', 'p50 ms', 'p99 ms', '÷ first'],
  ...['µs of Node', 'µs of PostgreSQL', 'MB'],
];
const BESIDE = 'beside: p50 / p99 ms';

/** A result as Markdown. */
export function section(result: Result): string {
  const { workload, title, about, arms, measurements, figures = [] } = result;
  return [
    `### ${title} (\`${workload}\`)\n`,
    `${about}\n`,
    ...arms.map((arm) => `- _${arm.name}_: ${arm.about}`),
    `\n${provenance(result)}\n`,
    ...(measurements.length > 0 ? [table(result)] : []),
    ...figures.map(
      ({ name, unit, values }) => `- ${name}: ${text(spreadOf(values), 2)} ${unit}, ${values.length} times`,
    ),
    '',
  ].join('\n');
}

/** Where, when and how it was measured. */
function provenance({ sizes, circumstances, conditions, measurements, discarded }: Result): string {
  const { commit, date, machine, node, postgres } = circumstances;
  const much = sizes ? `${sizes.join(' and ')} posts, ` : '';
  const where = `Commit ${commit}, ${date}, ${much}${machine}, Node ${node}, PostgreSQL ${postgres}.`;
  if (measurements.length === 0) return where;
  const others = spreadOf(measurements.map((each) => each.others * 100));
  return (
    `${where} ${conditions.rounds} interleaved rounds of ${conditions.seconds} s, ${conditions.connections} connections, no ` +
    `errors. Other processes took ${others.median.toFixed(0)} % of the machine (${others.min.toFixed(0)}–` +
    `${others.max.toFixed(0)} %); ${discarded} measurements were discarded and repeated because it was more than ` +
    `${conditions.mostOthers * 100} %.`
  );
}

function table(result: Result): string {
  const isBeside = result.measurements.some(({ beside }) => beside);
  const rows = pathsOf(result).flatMap((path) => rowsOf(result, path));
  const head = isBeside ? [...HEAD, BESIDE] : HEAD;
  const ruler = head.map((_, column) => (column < 2 ? '---' : '--:'));
  return [head, ruler, ...rows.map((cells) => cells.slice(0, head.length))].map(line).join('\n');
}

function rowsOf(result: Result, path: string): string[][] {
  const asked = result.arms.map(({ name }) => ({ name, series: measurementsOf(result, path, name) }));
  const shown = asked.filter(({ series }) => series.length > 0);
  const first = shown[0]!.series;
  return shown.map(({ name, series }, at) => [at === 0 ? nameOf(path) : '', name, ...figuresOf(series, first)]);
}

function figuresOf(series: Measurement[], first: Measurement[]): string[] {
  const spread = (of: (each: Measurement) => number, digits: number) => text(spreadOf(series.map(of)), digits);
  const ratio = (of: (each: Measurement) => number) => {
    const spread = ratioOf(series, first, of);
    return spread ? text(spread, 2) : '';
  };
  return [
    spread(({ perSecond }) => perSecond, 0),
    `**${ratio(({ perSecond }) => perSecond)}**`,
    spread(({ p50Millis }) => p50Millis, 2),
    spread(({ p99Millis }) => p99Millis, 1),
    `**${ratio(({ p99Millis }) => p99Millis)}**`,
    spread(({ serverMicros }) => serverMicros, 0),
    spread(({ postgresMicros }) => postgresMicros, 0),
    spread(({ serverMegabytes }) => serverMegabytes, 0),
    beside(series),
  ];
}

/** A path alone is what is got. */
function nameOf(path: string): string {
  return path.startsWith('/') ? `\`GET ${path}\`` : path;
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

export function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
