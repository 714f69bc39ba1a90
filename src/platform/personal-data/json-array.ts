/** So many rows of an export are in memory at once. */
const PAGE_SIZE = 100;

/**
 * Reads everything by keyset.
 *
 * @param read gives up to `count` rows that come after `last` in an order of its own.
 */
export async function* pagesOf<Row>(
  read: (count: number, last: Row | undefined) => Promise<Row[]>,
): AsyncIterable<Row[]> {
  let rows: Row[] = [];
  do {
    rows = await read(PAGE_SIZE, rows.at(-1));
    if (rows.length > 0) yield rows;
  } while (rows.length === PAGE_SIZE);
}

/** A JSON array, read page by page and written row by row: a page of long texts is megabytes, and a written one would be thrice that. */
export async function* jsonArray<Row>(
  pages: AsyncIterable<Row[]> | Iterable<Row[]>,
  toItem: (row: Row) => object,
): AsyncIterable<string> {
  let opening = '[';
  for await (const rows of pages) {
    for (const row of rows) {
      yield `${opening}\n${jsonText(toItem(row))}`;
      opening = ',';
    }
  }
  yield opening === '[' ? '[]\n' : '\n]\n';
}

/** JSON that people can read, too. */
export function jsonText(value: object): string {
  return JSON.stringify(value, null, 2);
}
