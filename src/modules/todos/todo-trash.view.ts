import { TodoListView } from './todo-list.view.js';
import { TodoView } from './todo.view.js';

/** A todo in the trash; what is below it is there with it. */
export class TrashedTodoView extends TodoView {
  deletedAt!: Date;
  /** When it will be gone for good. */
  purgeAt!: Date;
}

export class TrashedTodoPage {
  items!: TrashedTodoView[];
  nextCursor!: string | null;
}

/** A list in the trash, with its todos. */
export class TrashedTodoListView extends TodoListView {
  /**
   * How many todos are in the trash with it.
   * @example 12
   */
  todoCount!: number;
  deletedAt!: Date;
  /** When it will be gone for good. */
  purgeAt!: Date;
}

export class ClearedTodoLists {
  /** @example 2 */
  deletedCount!: number;
}

export class TrashedTodoListPage {
  items!: TrashedTodoListView[];
  nextCursor!: string | null;
}
