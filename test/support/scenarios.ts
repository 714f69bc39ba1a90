import type { Kitchen, Member } from './app.js';

export type ScenarioRole = 'guest' | 'owner' | 'stranger' | 'moderator' | 'admin';

/** Who takes part in a scenario; `owner` is whoever the thing asked for belongs to. */
export type Cast = Record<Exclude<ScenarioRole, 'guest'>, Member>;

/** One request of one person, and what must and must not be in the answer. */
export interface Scenario<Context> {
  title: string;
  as: ScenarioRole | readonly ScenarioRole[];
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: (context: Context) => string;
  /** A function is called with the context. */
  body?: unknown;
  headers?: Record<string, string>;
  status: number;
  /** The `code` of the problem that is expected. */
  code?: string;
  contains?: readonly string[];
  notContains?: readonly string[];
}

export async function castOf(kitchen: Kitchen): Promise<Cast> {
  return {
    owner: await kitchen.member(),
    stranger: await kitchen.member(),
    moderator: await kitchen.member({ role: 'moderator' }),
    admin: await kitchen.member({ role: 'admin' }),
  };
}

/**
 * Makes one test of every row and role. `set` is called before each of them and makes fresh things for the row to act on,
 * so that no row depends on another.
 */
export function scenarios<Context extends { kitchen: Kitchen; cast: Cast }>(
  set: () => Promise<Context>,
  rows: readonly Scenario<Context>[],
): void {
  const tests = rows.flatMap((row) => [row.as].flat().map((as) => ({ ...row, as })));
  it.each(tests)('$as: $method $title → $status', async ({ as, method, path, body, headers, ...expected }) => {
    const context = await set();
    const api = as === 'guest' ? context.kitchen.guest : context.cast[as].api;
    const content: unknown = typeof body === 'function' ? (body as (context: Context) => unknown)(context) : body;
    const answer = await api.send(method, path(context), content, headers);

    expect({ status: answer.status, code: answer.body?.code }).toEqual({
      status: expected.status,
      code: expected.code ?? (expected.status < 400 ? answer.body?.code : expect.any(String)),
    });
    for (const text of expected.contains ?? []) expect(answer.text).toContain(text);
    for (const text of expected.notContains ?? []) expect(answer.text).not.toContain(text);
  });
}
