import { Connection } from '../../src/platform/database/connection.js';
import { Pipeline } from '../../src/platform/database/pipeline.js';

/** What is sent to PostgreSQL by this process until `work` is done, one by one or together with others. */
export async function statementsDuring(
  work: () => Promise<unknown>,
): Promise<{ text: string; values: readonly unknown[] }[]> {
  const run = jest.spyOn(Connection.prototype, 'run');
  const ask = jest.spyOn(Pipeline.prototype, 'ask');
  try {
    await work();
    return [run, ask]
      .flatMap(({ mock }) => mock.calls.map((call, at) => ({ call, order: mock.invocationCallOrder[at] ?? 0 })))
      .sort((a, b) => a.order - b.order)
      .map(({ call: [{ text }, values = []] }) => ({ text, values }));
  } finally {
    run.mockRestore();
    ask.mockRestore();
  }
}
