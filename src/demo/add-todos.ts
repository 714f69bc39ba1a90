import { TodoCompletionService, TodoEditingService, TodoListsService } from '../modules/todos/index.js';
import { addDays, dateIn } from '../platform/clock/calendar.js';
import { Database } from '../platform/database/database.js';
import { Backdating, type TodoPast } from './backdate.js';
import type { DemoMember, DemoTodo } from './demo-member.js';
import { daysBefore } from './moments.js';
import type { Seeding } from './seeding.js';

/** Fills the inboxes and lists of all who have joined. Something is due today, whatever day it is. */
export async function addTodos({ app, now, cast }: Seeding, members: readonly DemoMember[]): Promise<void> {
  const [lists, editing, ticking] = [
    app.get(TodoListsService),
    app.get(TodoEditingService),
    app.get(TodoCompletionService),
  ];
  const past: TodoPast[] = [];
  for (const { username, timezone, inbox, lists: ownLists } of members) {
    const owner = cast.get(username);
    if (!owner) continue;
    const today = dateIn(timezone, now);
    const add = async (todo: DemoTodo, place: { listId?: string; parentId?: string }): Promise<void> => {
      const { title, dueInDays, time = null, doneDaysAgo, todos = [], ...content } = todo;
      const due = dueInDays === undefined ? null : { date: addDays(today, dueInDays), time };
      const { id } = await editing.create(owner.id, { title, ...content, ...place, due });
      if (doneDaysAgo !== undefined) await ticking.complete(owner.id, id);
      past.push({ id, ...pastOf(todo, now) });
      for (const below of todos) await add(below, { parentId: id });
    };
    for (const todo of inbox) await add(todo, {});
    for (const { name, color, todos } of ownLists) {
      const { id: listId } = await lists.create(owner.id, { name, color });
      for (const todo of todos) await add(todo, { listId });
    }
  }
  await new Backdating(app.get(Database)).todos(past);
}

/** It was written down some days before it was due, or done. */
function pastOf({ title, dueInDays = 0, doneDaysAgo }: DemoTodo, now: Date): Omit<TodoPast, 'id'> {
  return {
    createdAt: daysBefore(now, Math.max(-dueInDays, doneDaysAgo ?? 0) + 2, title),
    completedAt: doneDaysAgo === undefined ? null : daysBefore(now, doneDaysAgo, `done: ${title}`),
  };
}
