import { Connection } from '../../src/platform/database/connection.js';
import { Pipeline } from '../../src/platform/database/pipeline.js';

/** What is sent to PostgreSQL by this process until `work` is done, one by one or together with others. */
export async function statementsDuring(
  work: () => Promise<unknown>,
): Promise<{ text: string; values: readonly unknown[] }[]> {
  const run = jest.spyOn(Connection.prototype, 'run');
  const runInOrder = jest.spyOn(Connection.prototype, 'runInOrder');
  const ask = jest.spyOn(Pipeline.prototype, 'ask');
  try {
    await work();
    const alone = [run, ask].flatMap(({ mock }) =>
      mock.calls.map(([statement, values = []], at) => ({
        all: [{ statement, values }],
        order: mock.invocationCallOrder[at] ?? 0,
      })),
    );
    const { mock } = runInOrder;
    const together = mock.calls.map(([all], at) => ({ all, order: mock.invocationCallOrder[at] ?? 0 }));
    return [...alone, ...together]
      .sort((a, b) => a.order - b.order)
      .flatMap(({ all }) => all.map(({ statement: { text }, values }) => ({ text, values })));
  } finally {
    run.mockRestore();
    runInOrder.mockRestore();
    ask.mockRestore();
  }
}
