import type { Answer } from './api.js';
import type { Kitchen, Member } from './app.js';

/** A well-formed id of nothing. */
export const NO_ID = '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10';

export interface TodoAnswer {
  id: string;
  listId: string;
  title: string;
  position: string;
}

export async function todo(owner: Member, details: object = {}): Promise<TodoAnswer> {
  return made(await owner.api.post('/todos', { title: 'Bake', ...details }));
}

/** One under the other, each with a letter of `titles` for its title. */
export async function todoChain(owner: Member, titles: string, details: object = {}): Promise<TodoAnswer[]> {
  const chain: TodoAnswer[] = [];
  for (const title of titles) chain.push(await todo(owner, { title, parentId: chain.at(-1)?.id, ...details }));
  return chain;
}

export async function todoList(owner: Member, name = 'Kitchen'): Promise<TodoAnswer> {
  return made(await owner.api.post('/todo-lists', { name }));
}

function made({ status, body, text }: Answer): TodoAnswer {
  if (status !== 201) throw new Error(text);
  return body as TodoAnswer;
}

/** All titles of a list, page by page. */
export async function titlesOf(owner: Member, query = '', limit = 100): Promise<string[]> {
  const titles: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await owner.api.get(`/todos?limit=${limit}&${query}${cursor === null ? '' : `&cursor=${cursor}`}`);
    titles.push(...body.items.map(({ title }: TodoAnswer) => title));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return titles;
}

/** Thousands of todos at once, without the entry that each leaves for devices that synchronise: four fifths of the time. */
export async function withoutNotingChanges(kitchen: Kitchen, make: () => Promise<unknown>): Promise<void> {
  await kitchen.sql`alter table todos disable trigger todos_note_change`;
  await make();
  await kitchen.sql`alter table todos enable trigger todos_note_change`;
}
