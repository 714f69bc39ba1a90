import { Agent, request } from 'undici';
import type { Server } from '../../harness/server.js';
import type { Arm } from './arms.js';

/** One login of each arm at a time, on as many connections as the application hashes passwords at once: none waits for another. */
const CONNECTIONS = 2;

/** Logs in, and takes the time. Whoever does has another address each time. */
export class Guesser {
  private readonly dispatcher = new Agent({ connections: CONNECTIONS });
  private addresses = 0;

  constructor(private readonly server: Server) {}

  /**
   * Interleaved: each round has one login of each arm, in an order of its own.
   *
   * @returns the milliseconds of each arm's logins, in the order of the arms.
   * @throws Error if an answer was not the same as all others, but for its request's id.
   */
  async time(arms: readonly Arm[], rounds: number, status: number): Promise<number[][]> {
    const samples = arms.map(() => [] as number[]);
    const answers = new Set<string>();
    let next = 0;
    const guess = async () => {
      for (let round = next++; round < rounds; round = next++) {
        for (const arm of shuffled(arms)) {
          const { millis, answer } = await this.logIn(arm, round, status);
          samples[arms.indexOf(arm)]!.push(millis);
          answers.add(answer);
        }
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, guess));
    if (answers.size !== 1) throw new Error(`Answers differ: ${[...answers].join('\n')}`);
    return samples;
  }

  private async logIn(arm: Arm, round: number, status: number): Promise<{ millis: number; answer: string }> {
    const address = this.addresses++;
    const startedAt = performance.now();
    const answer = await request(`${this.server.origin}/api/v1/auth/login`, {
      ...{ dispatcher: this.dispatcher, method: 'POST', body: JSON.stringify(arm.credentials(round)) },
      headers: {
        'content-type': 'application/json',
        'x-real-ip': `10.${address >> 16}.${(address >> 8) & 255}.${address & 255}`,
      },
    });
    const text = await answer.body.text();
    const millis = performance.now() - startedAt;
    if (answer.statusCode !== status) throw new Error(`${arm.name}: ${answer.statusCode} ${text}`);
    return { millis, answer: text.replace(/"requestId":"[^"]*"/, '') };
  }
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const other = Math.floor(Math.random() * (i + 1));
    [all[i], all[other]] = [all[other]!, all[i]!];
  }
  return all;
}
