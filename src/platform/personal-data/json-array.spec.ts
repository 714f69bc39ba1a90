import { text } from 'node:stream/consumers';
import { jsonArray, pagesOf } from './json-array.js';

/** Reads the numbers from 1 to `total`, and notes how it was asked. */
function numbers(total: number) {
  const asked: (number | undefined)[] = [];
  const read = (count: number, last = 0) => {
    asked.push(last);
    return Promise.resolve(Array.from({ length: Math.min(count, total - last) }, (_, index) => last + index + 1));
  };
  return { asked, written: () => text(jsonArray(pagesOf(read), (number) => ({ number }))) };
}

describe('a JSON array that is written page by page', () => {
  it.each([0, 1, 99, 100, 101, 200, 250])('has all of %i items, each once and in order', async (total) => {
    const written = JSON.parse(await numbers(total).written()) as { number: number }[];

    expect(written.map(({ number }) => number)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
  });

  it('goes on after the last row that was read, and stops at a page that is not full', async () => {
    const { asked, written } = numbers(250);
    await written();

    expect(asked).toEqual([0, 100, 200]);
  });
});
