import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../harness/result.js';
import { chart } from './chart.js';
import { section } from './section.js';
import { targetsMet } from './targets.js';

const RESULTS = join(import.meta.dirname, '..', 'results');

/** Writes `bench/results/README.md`, and a picture for each result that compares something. */
export async function writePage(results: readonly Result[]): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  const sections = [];
  for (const result of results) {
    const picture = chart(result);
    if (picture) await writeFile(join(RESULTS, `${result.workload}.svg`), picture);
    const shown = picture ? `![${result.title}: requests per second](${result.workload}.svg)\n` : '';
    sections.push(`${section(result)}\n${shown}`);
  }
  await writeFile(join(RESULTS, 'README.md'), [INTRODUCTION, targetsMet(results), '', ...sections, END].join('\n'));
}

const END = '<!-- prettier-ignore-end -->\n';
const INTRODUCTION = `<!-- Written by \`npm run bench\`. -->
<!-- prettier-ignore-start -->

# What was measured

Medians of all rounds, and in brackets the lowest and the highest. Only ratios within one run mean anything: they are taken
round by round. When the brackets of two figures overlap, they do not differ. [How it is measured](../README.md)

## Targets

What misses its bound is in bold.
`;
