import type { Measurement } from '../../bench/harness/measure.js';
import type { Result } from '../../bench/harness/result.js';
import { spreadOf } from '../../bench/harness/statistics.js';
import { chart } from '../../bench/report/chart.js';
import { ratioOf } from '../../bench/report/ratios.js';
import { section } from '../../bench/report/section.js';
import { targetsMet } from '../../bench/report/targets.js';

const R1 = 'R1 GET /posts?limit=10';
const R2 = 'R2 GET /posts/:slug';

function measured(arm: string, path: string, perSecond: number[]): Measurement[] {
  return perSecond.map((each, at) => ({
    ...{ round: at + 1, arm, path, perSecond: each, p50Millis: 1, p99Millis: 1000 / each },
    ...{ serverMicros: 10, postgresMicros: 20, serverMegabytes: 100, others: 0.01 },
  }));
}

function result(workload: string, measurements: Measurement[]): Result {
  const arms = [...new Set(measurements.map(({ arm }) => arm))].map((name) => ({ name, about: `what <${name}> is` }));
  return {
    ...{ workload, title: 'Reads & more', about: 'What is asked.', discarded: 1, arms, measurements },
    circumstances: { commit: 'c0ffee', date: '2026-11-25T08:00Z', machine: '2 × CPU', node: 'v24', postgres: '18' },
    conditions: { seconds: 2, mostOthers: 0.2, rounds: 2, connections: 32 },
  };
}

function lineOf(table: string, claim: string): string {
  return table.split('\n').find((line) => line.includes(claim)) ?? '';
}

describe('spreads', () => {
  it('have the middle of an even number of rounds between the two in the middle', () => {
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
  });

  it('divide round by round, so that what slowed a whole round down cancels out', () => {
    const [kitchen, limit] = [measured('kitchen', R1, [90, 9, 80]), measured('limit', R1, [100, 10, 100])];
    expect(ratioOf(kitchen, limit, ({ perSecond }) => perSecond)).toEqual({ median: 0.9, min: 0.8, max: 0.9 });
  });

  it('leave out rounds that only one of the two has', () => {
    const [kitchen, limit] = [measured('kitchen', R1, [50, 999]), measured('limit', R1, [100])];
    expect(ratioOf(kitchen, limit, ({ perSecond }) => perSecond)?.max).toBe(0.5);
    expect(ratioOf([], limit, ({ perSecond }) => perSecond)).toBeUndefined();
  });
});

describe('targets', () => {
  it('say that they are met, and by how much the worst question is better than it must be', () => {
    const reads = result('reads', [...measured('limit', R1, [100, 100]), ...measured('kitchen', R1, [102, 102])]);
    const line = lineOf(targetsMet([reads]), 'Reads, 32 connections: throughput');
    expect(line).toContain('≥ 0.85 | R1 (10) 1.02 | yes | +20 %');
  });

  it('say which question misses the bound, however good the others are', () => {
    const limits = [R1, R2].flatMap((path) => measured('limit', path, [100]));
    const reads = result('reads', [...limits, ...measured('kitchen', R1, [200]), ...measured('kitchen', R2, [68])]);
    const table = targetsMet([reads]);
    expect(lineOf(table, 'Reads, 32 connections: throughput')).toContain('R1 (10) 2.00, R2 **0.68** | no | -20 %');
    expect(lineOf(table, 'Reads, 32 connections: p99')).toContain('R2 1.47 | yes');
  });

  it('say what was not measured', () => {
    expect(lineOf(targetsMet([]), 'Boot')).toContain('not measured (`boot`) |  |');
  });

  it('take the first figure of what is watched', () => {
    const figures = [
      { name: 'boot', unit: 's', values: [1.4, 1.8, 1.9] },
      { name: 'of no concern', unit: 's', values: [1] },
    ];
    const line = lineOf(targetsMet([{ ...result('boot', []), figures }]), 'Boot');
    expect(line).toContain('boot **1.80** | no | +20 %');
    expect(line).not.toContain('concern');
  });
});

describe('a result', () => {
  const reads = result('reads', [...measured('limit', R1, [100, 110]), ...measured('kitchen', R1, [90, 88])]);

  it('is told with where, when and how it was measured', () => {
    const text = section(reads);
    expect(text).toContain('Commit c0ffee, 2026-11-25T08:00Z, 2 × CPU, Node v24, PostgreSQL 18.');
    expect(text).toContain('2 interleaved rounds of 2 s, 32 connections, no errors');
    expect(text).toContain('|  | kitchen | 89 (88–90) | **0.85 (0.80–0.90)** |');
    expect(text).not.toContain('NaN');
  });

  it('has a picture in which names are text and never markup', () => {
    const picture =
      chart({
        ...reads,
        arms: [
          { name: 'limit', about: '' },
          { name: 'kitchen', about: '' },
        ],
      }) ?? '';
    expect(picture).toContain('<title>Reads &#38; more: requests per second</title>');
    expect(picture).toContain(R1);
    expect(picture).not.toContain('NaN');
  });

  it('has none when nothing is compared', () => {
    expect(chart(result('search', measured('kitchen', R1, [1])))).toBeUndefined();
  });
});
