import { Connection } from '../../src/platform/database/connection.js';
import { Pipeline } from '../../src/platform/database/pipeline.js';
import { currentRequest } from '../../src/platform/http/request-context.js';

interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What this process asks PostgreSQL until `work` is done, one by one or together with others; that of jobs is included. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<Sent[]> {
  return (await sentDuring(work)).map(({ statement }) => statement);
}

/** Of these, what it asks for requests: the jobs of the application have their own times. */
export async function statementsOfRequests(work: () => Promise<unknown>): Promise<Sent[]> {
  return (await sentDuring(work)).filter(({ isForRequest }) => isForRequest).map(({ statement }) => statement);
}

async function sentDuring(work: () => Promise<unknown>): Promise<{ statement: Sent; isForRequest: boolean }[]> {
  const sent: { statement: Sent; isForRequest: boolean }[] = [];
  const note = ({ text }: { text: string }, values: readonly unknown[] = []) => {
    sent.push({ statement: { text, values }, isForRequest: currentRequest() !== undefined });
  };
  const { run, runInOrder } = Connection.prototype;
  const { ask } = Pipeline.prototype;
  const spies = [
    jest.spyOn(Connection.prototype, 'run').mockImplementation(function (this: Connection, ...asked) {
      note(...asked);
      return run.apply(this, asked);
    }),
    jest.spyOn(Connection.prototype, 'runInOrder').mockImplementation(function (this: Connection, all) {
      for (const { statement, values } of all) note(statement, values);
      return runInOrder.call(this, all);
    }),
    jest.spyOn(Pipeline.prototype, 'ask').mockImplementation(function (this: Pipeline, ...asked) {
      note(...asked);
      return ask.apply(this, asked);
    }),
  ];
  try {
    await work();
    return sent;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
