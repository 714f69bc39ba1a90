import type { Measurement } from '../harness/measure.js';
import type { Result } from '../harness/result.js';
import { spreadOf } from '../harness/statistics.js';
import { measurementsOf, pathsOf, ratioOf } from './ratios.js';
import { line } from './section.js';

interface Value {
  name: string;
  value: number;
}

/** Something that is promised, and how a result shows whether it holds. */
interface Target {
  claim: string;
  workload: string;
  bound: number;
  /** Whether the bound is the least; otherwise it is the most. */
  isLeast: boolean;
  valuesOf(result: Result): Value[];
}

type Of = (measurement: Measurement) => number;

const throughput: Of = ({ perSecond }) => perSecond;
const p50: Of = ({ p50Millis }) => p50Millis;
const p99: Of = ({ p99Millis }) => p99Millis;
const micros: Of = ({ serverMicros }) => serverMicros;

/** One arm divided by another, for each question whose name begins like this. */
function between(arm: string | number, base: string | number, of: Of, beginning = '') {
  return (result: Result): Value[] =>
    pathsOf(result)
      .filter((path) => path.startsWith(beginning) && !path.endsWith('304'))
      .flatMap((path) => {
        const [series, first] = [arm, base].map((name) => measurementsOf(result, path, nameOf(result, name)));
        const ratio = ratioOf(series!, first!, of);
        return ratio ? [{ name: shortNameOf(path), value: ratio.median }] : [];
      });
}

/** One question divided by another one, in the same arm. */
function betweenQuestions(path: string, base: string, arm: string, of: Of) {
  return (result: Result): Value[] => {
    const ratio = ratioOf(measurementsOf(result, path, arm), measurementsOf(result, base, arm), of);
    return ratio ? [{ name: shortNameOf(path), value: ratio.median }] : [];
  };
}

/** The first figure is what a target is about. */
function figures(result: Result): Value[] {
  return (result.figures ?? []).slice(0, 1).map(({ name, values }) => ({ name, value: spreadOf(values).median }));
}

const medians = (of: Of) => (result: Result) =>
  pathsOf(result).map((path) => ({
    name: shortNameOf(path),
    value: spreadOf(measurementsOf(result, path, 'kitchen').map(of)).median,
  }));

const [least, most] = [true, false];
const target = (
  claim: string,
  workload: string,
  [isLeast, bound]: [boolean, number],
  valuesOf: Target['valuesOf'],
): Target => ({ claim, workload, bound, isLeast, valuesOf });

const [ofLimit, ofIdiomatic, ofCached] = ['limit', 'idiomatic', 'cached'].map((base) =>
  between('kitchen', base, throughput),
) as [Target['valuesOf'], Target['valuesOf'], Target['valuesOf']];
const p99OfLimit = between('kitchen', 'limit', p99);
const [list, post] = ['R1 GET /posts?limit=10', 'R2 GET /posts/:slug'];

const TARGETS: readonly Target[] = [
  target('Reads, 32 connections: throughput ÷ limit’s', 'reads', [least, 0.85], ofLimit),
  target('Reads, 64 connections: throughput ÷ limit’s', 'reads-64', [least, 0.85], ofLimit),
  target('Reads, 32 connections: p99 ÷ limit’s', 'reads', [most, 1.5], p99OfLimit),
  target('Reads, 64 connections: p99 ÷ limit’s', 'reads-64', [most, 1.5], p99OfLimit),
  target('Reads: throughput ÷ idiomatic’s', 'reads', [least, 8], ofIdiomatic),
  target('Writes, 32 connections: throughput ÷ limit’s', 'writes', [least, 0.8], ofLimit),
  target('Writes, 64 connections: throughput ÷ limit’s', 'writes-64', [least, 0.8], ofLimit),
  target('Kept lists: throughput ÷ limit’s', 'kept', [least, 10], between('kitchen', 'limit', throughput, 'R1')),
  target('Kept posts: throughput ÷ limit’s', 'kept', [least, 3], between('kitchen', 'limit', throughput, 'R2')),
  target('Kept comments: throughput ÷ limit’s', 'kept', [least, 3], between('kitchen', 'limit', throughput, 'R3')),
  target('All that is kept: throughput ÷ cached limit’s', 'kept', [least, 0.5], ofCached),
  target('A 304: µs of Node ÷ a hit’s', 'kept', [most, 1], (result) =>
    [list, post].flatMap((path) => betweenQuestions(`${path}, 304`, path, 'kitchen', micros)(result)),
  ),
  target('A thousand times as much: p50 ÷ the smallest’s', 'growth', [most, 1.25], between(-1, 0, p50)),
  target('A hundred times as many todos: p50 ÷ the smallest’s', 'views', [most, 1.25], between(-1, 0, p50)),
  target('Search: p50 in ms', 'search', [most, 60], medians(p50)),
  target(
    'The last page: p50 ÷ the first’s',
    'last-page',
    [most, 1.1],
    betweenQuestions('last page', 'first page', 'kitchen', p50),
  ),
  target('During 64 logins at once: p99 ÷ the quiet one', 'login-flood', [most, 3], between('flood', 'quiet', p99)),
  target('Failed logins of all kinds: |t| of their times', 'login-timing', [most, 4.5], figures),
  target('1,000,000 requests: memory at the end ÷ at the beginning', 'memory', [most, 1.1], figures),
  target('Boot with a migrated database: s', 'boot', [most, 1.5], figures),
];

/** All targets as a table: what was measured of each, and by how much the worst of it is better or worse than the bound. */
export function targetsMet(results: readonly Result[]): string {
  const head = ['target', 'bound', 'measured', 'met', 'the worst is'];
  const rows = TARGETS.map((each) =>
    rowOf(
      each,
      results.find(({ workload }) => workload === each.workload),
    ),
  );
  return [head, head.map(() => '---'), ...rows].map(line).join('\n');
}

function rowOf({ claim, workload, bound, isLeast, valuesOf }: Target, result: Result | undefined): string[] {
  const limit = `${isLeast ? '≥' : '≤'} ${bound}`;
  const values = result ? valuesOf(result) : [];
  if (values.length === 0) return [claim, limit, `not measured (\`${workload}\`)`, '', ''];
  const misses = ({ value }: Value) => (isLeast ? value < bound : value > bound);
  const worst = (isLeast ? Math.min : Math.max)(...values.map(({ value }) => value));
  const told = values.map((each) => `${each.name} ${misses(each) ? `**${digits(each.value)}**` : digits(each.value)}`);
  const percent = Math.round((worst / bound - 1) * 100);
  return [claim, limit, told.join(', '), values.some(misses) ? 'no' : 'yes', `${percent > 0 ? '+' : ''}${percent} %`];
}

function digits(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

/** By name, or by its place, from the end if negative. */
function nameOf({ arms }: Result, arm: string | number): string {
  return typeof arm === 'string' ? arm : (arms.at(arm)?.name ?? '');
}

function shortNameOf(path: string): string {
  const [number = path, , resource = ''] = path.split(' ');
  if (!/^[RWSLF]\d$/.test(number)) return path;
  const detail = /limit=(\d+)|\((\w+)\)|(304)/.exec(path);
  return resource === '' || !detail ? number : `${number} (${detail[1] ?? detail[2] ?? detail[3]})`;
}
