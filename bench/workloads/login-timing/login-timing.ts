import type { Figure } from '../../harness/figures.js';
import { startDatabase } from '../../harness/database.js';
import { startKitchen, type Server } from '../../harness/server.js';
import type { Workload } from '../../harness/workload.js';
import { type Arm, PAUSED, REFUSED } from './arms.js';
import { fill, prolongPauses } from './fill.js';
import { Guesser } from './guesser.js';
import { betweenAny, meanOf, withoutSlowest } from './welch.js';

const LOGINS = 2_000;
const WARM_UP = 50;
/** So many guesses at one name, and it pauses. */
const FREE_FAILURES = 5;
/** A figure's values: the mean of so many logins after each other. */
const BLOCK = 100;

export const loginTiming: Workload = {
  title: 'What the time of a failed login tells',
  about:
    `Whether somebody who tries to log in can tell by the time who has an account: ${LOGINS.toLocaleString('en')} logins of each kind, ` +
    'interleaved at random, two at a time, each under another name and from another address, with the settings of production, ' +
    'hashing (Argon2id, 19 MiB, two passes) included. Welch’s t tells how many standard errors two kinds lie apart; beyond 4.5 they ' +
    'differ. Without the slowest tenth of all, which others on the machine have caused, smaller differences show. Kinds that ' +
    'are told to wait are compared with each other, as their answer is another one.',

  async prepare(stops) {
    const postgres = await startDatabase(stops);
    const server = await startKitchen(postgres.url, { TRUST_PROXY: 'x-real-ip' }, stops);
    await fill(postgres.url, LOGINS + WARM_UP);
    return { postgres, watch: () => watch(server, postgres.url) };
  },
};

async function watch(server: Server, databaseUrl: string): Promise<Figure[]> {
  const guesser = new Guesser(server);
  const refused = await timed(guesser, REFUSED, 401);
  await guesser.time(PAUSED, FREE_FAILURES, 401);
  await prolongPauses(databaseUrl);
  const paused = await timed(guesser, PAUSED, 429);
  const groups = [refused, paused];
  return [
    { name: 'the largest |t| between two kinds', unit: '', values: [largest(groups.map(betweenAny))] },
    {
      name: 'the largest |t| without the slowest tenth',
      unit: '',
      values: [largest(groups.map((samples) => betweenAny(withoutSlowest(samples))))],
    },
    ...figuresOf(REFUSED, refused),
    ...figuresOf(PAUSED, paused),
  ];
}

async function timed(guesser: Guesser, arms: readonly Arm[], status: number): Promise<number[][]> {
  const samples = await guesser.time(arms, LOGINS + WARM_UP, status);
  return samples.map((sample) => sample.slice(WARM_UP));
}

function largest(all: number[][]): number {
  return Math.max(...all.flat());
}

function figuresOf(arms: readonly Arm[], samples: number[][]): Figure[] {
  return arms.map(({ name }, arm) => {
    const blocks = Array.from({ length: Math.ceil(LOGINS / BLOCK) }, (_, n) => n * BLOCK);
    const values = blocks.map((start) => meanOf(samples[arm]!.slice(start, start + BLOCK)));
    return { name: `${name}, means of ${BLOCK}`, unit: 'ms', values };
  });
}
