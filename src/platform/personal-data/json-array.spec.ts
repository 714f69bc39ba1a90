import { text } from 'node:stream/consumers';
import { jsonArray, pagesOf } from './json-array.js';

/** Reads the numbers from 1 to `total`, and notes how it was asked. */
function numbers(total: number) {
  const asked: (number | undefined)[] = [];
  const read = (count: number, last = 0) => {
    asked.push(last);
    return Promise.resolve(Array.from({ length: Math.min(count, total - last) }, (_, index) => last + index + 1));
  };
  const parts = () => jsonArray(pagesOf(read), (number) => ({ number }));
  return { asked, parts, written: () => text(parts()) };
}

describe('a JSON array that is read page by page', () => {
  it.each([0, 1, 99, 100, 101, 200, 250])('has all of %i items, each once and in order', async (total) => {
    const written = JSON.parse(await numbers(total).written()) as { number: number }[];

    expect(written.map(({ number }) => number)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
  });

  it('goes on after the last row that was read, and stops at a page that is not full', async () => {
    const { asked, written } = numbers(250);
    await written();

    expect(asked).toEqual([0, 100, 200]);
  });

  it('is written row by row: a page of long texts would be megabytes at once', async () => {
    let count = 0;
    for await (const part of numbers(250).parts()) {
      count++;
      expect(part.length).toBeLessThan('\n{\n  "number": 250\n},'.length + 1);
    }

    expect(count).toBe(251);
  });
});
