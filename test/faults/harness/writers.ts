import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ask, type Outcome, type Request } from './asking.js';
import { History, type Kind } from './history.js';

const PASSWORD = 'a walk in the park 42';
const PAUSE_MILLIS = 20;
let members = 0;

/** Somebody with an account, which `register` has made. */
export interface Author {
  username: string;
  token: string;
  refreshToken: string;
}

export async function register(origin: string): Promise<Author> {
  const username = `author_${process.pid}_${++members}`;
  const account = { username, email: `${username}@example.com`, password: PASSWORD };
  const { status, body } = await ask(origin, { method: 'POST', path: '/auth/register', body: account });
  if (status !== 201) throw new Error(`Nobody can register: ${status}`);
  return { username, token: body.accessToken, refreshToken: body.refreshToken };
}

/** Members who write posts, comments and todos all the time, each in the order of their answers. */
export class Writers {
  readonly history = new History();
  /** Every outcome, in order. */
  readonly outcomes: (Outcome & { at: number })[] = [];
  private isOver = false;
  private all: Promise<unknown> = Promise.resolve();

  /** @param origins where they ask, in turns. */
  constructor(
    private readonly origins: readonly string[],
    private readonly authors: readonly Author[],
  ) {}

  static async at(origins: readonly string[], count: number): Promise<Writers> {
    const authors: Author[] = [];
    for (let i = 0; i < count; i++) authors.push(await register(origins[0]!));
    return new Writers(origins, authors);
  }

  begin(): void {
    this.isOver = false;
    this.all = Promise.all(this.authors.map((author) => this.write(author)));
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.all;
  }

  /** Resolves when so many more were acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.history.acknowledged + count;
    while (this.history.acknowledged < goal) await Promise.race([delay(10), this.all]);
  }

  /** Writes that were acknowledged after this moment, the first of them first. */
  acknowledgedAfter(moment: number): number[] {
    return this.outcomes.filter(({ status, at }) => status > 0 && status < 300 && at >= moment).map(({ at }) => at);
  }

  private async write({ token }: Author): Promise<void> {
    let postId: string | undefined;
    const { body: todo } = await this.ask({ method: 'POST', path: '/todos', token, body: { title: 'edited 0' } });
    for (let number = 1; !this.isOver; number++) {
      const mark = randomUUID();
      const post = await this.once('post', `post ${mark}`, token, {
        path: '/posts',
        body: { title: `post ${mark}`, body: 'Hello' },
      });
      postId = post?.id ?? postId;
      if (postId !== undefined)
        await this.once('comment', `comment ${mark}`, token, {
          path: `/posts/${postId}/comments`,
          body: { body: `comment ${mark}` },
        });
      await this.once('todo', `todo ${mark}`, token, { path: '/todos', body: { title: `todo ${mark}` } });
      const operations = ['a', 'b', 'c'].map((part) => ({
        method: 'POST',
        path: '/todos',
        body: { title: `batch ${mark}/${part}` },
      }));
      await this.once('batch', `batch ${mark}`, token, { path: '/todos/batch', body: { operations } });
      await this.edit(todo.id, number, token);
    }
  }

  /** Asks again, with the same key, until it is known whether it was made. */
  private async once(
    kind: Kind,
    mark: string,
    token: string,
    { path, body }: Request,
  ): Promise<{ id: string } | undefined> {
    this.history.append({ kind, mark, outcome: 'begun' });
    const headers = { 'idempotency-key': mark.replace(' ', '-') };
    for (;;) {
      const { status, body: answer } = await this.ask({ method: 'POST', path, token, body, headers });
      if (status > 0 && status < 300) {
        this.history.append({ kind, mark, outcome: 'acknowledged' });
        return answer;
      }
      const mayAskAgain = status === 0 || status === 503 || answer?.code === 'idempotency.in_progress';
      if (!mayAskAgain) this.history.append({ kind, mark, outcome: 'refused', status });
      if (!mayAskAgain || this.isOver) return undefined;
      await delay(PAUSE_MILLIS);
    }
  }

  private async edit(todoId: string, number: number, token: string): Promise<void> {
    const entry = { kind: 'edit', mark: `${todoId} ${number}`, todoId, number } as const;
    this.history.append({ ...entry, outcome: 'begun' });
    const { status } = await this.ask({
      method: 'PATCH',
      path: `/todos/${todoId}`,
      token,
      body: { title: `edited ${number}` },
    });
    if (status === 200) this.history.append({ ...entry, outcome: 'acknowledged' });
    else if (status !== 0 && status !== 503) this.history.append({ ...entry, outcome: 'refused', status });
  }

  private async ask(request: Request): Promise<Outcome> {
    const origin = this.origins[this.outcomes.length % this.origins.length]!;
    const outcome = await ask(origin, request);
    this.outcomes.push({ ...outcome, at: performance.now() });
    return outcome;
  }
}
