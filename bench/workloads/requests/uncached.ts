import type { Options, Stops, Trial, Workload } from '../../harness/workload.js';
import type { Question } from '../../harness/question.js';
import { guestReads, keyedWrite, memberReads, mix, writes } from './questions.js';
import { insistOnSameAnswers } from './same-answers.js';
import { Setting } from './setting.js';

/** Every read is asked of PostgreSQL. */
const CACHE_OFF = { ANSWER_CACHE_MB: '0' };

/** The application and the references with the same questions, nothing kept in memory. */
function compared(
  title: string,
  about: string,
  connections: number,
  questionsOf: (jwtSecret: string) => readonly Question[],
  without: readonly string[] = [],
): Workload {
  return {
    title: `${title}, ${connections} connections`,
    about,
    sizes: ['100k'],
    async prepare(stops: Stops, { sizes, peers }: Options): Promise<Trial> {
      const setting = await Setting.of(sizes[0]!, stops);
      const kitchen = await setting.kitchen('kitchen', 'the application, `ANSWER_CACHE_MB=0`', CACHE_OFF);
      const arms = [];
      for (const name of peers.filter((peer) => peer !== 'cached' && !without.includes(peer))) {
        arms.push(await setting.peer(name, kitchen.server.origin));
      }
      arms.splice(1, 0, kitchen);
      const questions = questionsOf(setting.jwtSecret);
      await insistOnSameAnswers(arms, questions);
      return { postgres: setting.postgres, connections, paths: questions, arms };
    },
  };
}

const READS = 'Reads that PostgreSQL is asked for each time. The answers of all are the same.';
const WRITES =
  'Writes by 64 members, each under a post and with todos of their own: validation, JWT, one durable transaction. The application’s limits on how much one may write are set wide.';

export const reads = (connections: number) =>
  compared('Reads', READS, connections, (secret) => [...guestReads, ...memberReads(secret)]);

export const readsOfTwo = (connections: number) =>
  compared('Reads', READS, connections, (secret) => [...guestReads, ...memberReads(secret)], ['idiomatic']);

export const writing = (connections: number, without: readonly string[] = []) =>
  compared('Writes', WRITES, connections, (secret) => [...writes(secret), keyedWrite(secret)], without);

export const mixed: Workload = compared(
  'A mix of 90 % reads',
  'What a blog with members is asked: lists, posts and comments by guests, todos and posts by members, todos and comments written. Nothing is kept in memory.',
  32,
  (secret) => [mix(secret)],
  ['idiomatic'],
);
