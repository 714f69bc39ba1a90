import { isDeepStrictEqual } from 'node:util';
import { send } from '../../harness/expect.js';
import type { Ask, Question } from '../../harness/question.js';
import type { Server } from '../../harness/server.js';
import type { Arm } from '../../harness/workload.js';

/** What is another one each time, of what has just been written. */
const OF_THE_MOMENT = new Set(['id', 'position', 'createdAt', 'updatedAt', 'completedAt']);

/**
 * Makes sure that all give the same answer to the same request: as JSON, in whatever order the members of an object stand. Of
 * answers to writes, ids, positions and times are left out.
 *
 * @throws Error with the first answer that differs.
 */
export async function insistOnSameAnswers(arms: readonly Arm[], questions: readonly Question[]): Promise<void> {
  for (const question of questions) {
    const asked = arms.filter(({ name }) => question.arms?.includes(name) ?? true);
    const answers = [];
    for (const { name, server } of asked) answers.push({ name, told: await answersTo(question.asks[0]!, server) });
    const [first, ...others] = answers;
    const other = others.find(({ told }) => !isDeepStrictEqual(told, first!.told));
    if (!other) continue;
    const told = [first!, other].map((each) => `${each.name}: ${JSON.stringify(each.told)}`);
    throw new Error(`${question.name} is answered differently.\n${told.join('\n')}`);
  }
}

async function answersTo(asks: readonly Ask[], server: Server): Promise<unknown[]> {
  const answers = [];
  for (const ask of asks) {
    const answer: unknown = await (await send(ask, server)).json();
    answers.push(ask.method === 'GET' ? answer : withoutTheMoment(answer as object));
  }
  return answers;
}

function withoutTheMoment(answer: object): object {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !OF_THE_MOMENT.has(name)));
}
