import type { TodoListView } from '../todo-list.view.js';
import type { TodoView } from '../todo.view.js';

/** A todo or a list as it is now. Of what is gone, or in the trash, only the id is there. */
export class TodoChangeView {
  type!: 'todo' | 'list';
  /** @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10" */
  id!: string;
  /** Whether it is gone, for good or into the trash. */
  isDeleted!: boolean;
  /** There exactly when it is a todo that is not deleted. */
  todo?: TodoView;
  /** There exactly when it is a list that is not deleted. */
  list?: TodoListView;
}

export class TodoChangesView {
  /** Each todo and list at most once, those that changed last at the end. */
  items!: TodoChangeView[];
  /** For `since` of the next request, whether or not there is more now. */
  token!: string;
  /** Ask again at once: until there is no more, a todo may come before its list or the todo above it. */
  hasMore!: boolean;
}
