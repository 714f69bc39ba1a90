import { type ImportedItem, invalid } from '../../../platform/personal-data/import-archive.js';
import type { ImportedListDto, ImportedTodoDto } from '../dto/imported-todo.dto.js';

const MAX_DEPTH = 5;

/** A todo of an archive, and how deep it is: 1 at the top. */
export interface PlacedTodo extends ImportedItem<ImportedTodoDto> {
  depth: number;
}

/** By ids in lower case. @throws 422 for an id that is there twice. */
export function byId<T extends { id: string }>(items: readonly ImportedItem<T>[]): Map<string, ImportedItem<T>> {
  const known = new Map<string, ImportedItem<T>>();
  for (const one of items) {
    const id = one.item.id.toLowerCase();
    if (known.has(id)) throw invalid(`${one.pointer}/id`, 'field.repeated', 'is there twice');
    known.set(id, one);
  }
  return known;
}

/**
 * Finds out how deep todos are, those above before those below them.
 *
 * @throws 422 where they are not trees of at most five levels, each in one list, living or in the trash as a whole.
 */
export function placeTodos(
  lists: readonly ImportedItem<ImportedListDto>[],
  todos: readonly ImportedItem<ImportedTodoDto>[],
): PlacedTodo[] {
  const [knownLists, known] = [byId(lists), byId(todos)];
  const placed = todos.map((todo): PlacedTodo => {
    const list = knownLists.get(todo.item.listId.toLowerCase());
    if (!list) throw invalid(`${todo.pointer}/listId`, 'field.no_such_list', 'is not the id of a list of the archive');
    if (list.item.deletedAt && !todo.item.deletedAt)
      throw invalid(`${todo.pointer}/listId`, 'field.list_in_trash', 'is the id of a list in the trash');
    return { ...todo, depth: depthOf(todo, known) };
  });
  return placed.sort((one, other) => one.depth - other.depth);
}

function depthOf(todo: ImportedItem<ImportedTodoDto>, known: ReadonlyMap<string, ImportedItem<ImportedTodoDto>>) {
  let depth = 1;
  for (let below = todo; below.item.parentId != null; depth++) {
    const above = known.get(below.item.parentId.toLowerCase());
    const pointer = `${below.pointer}/parentId`;
    if (!above) throw invalid(pointer, 'field.no_such_todo', 'is not the id of a todo of the archive');
    if (above.item.listId.toLowerCase() !== below.item.listId.toLowerCase())
      throw invalid(pointer, 'field.other_list', 'is the id of a todo in another list');
    if ((above.item.deletedAt == null) !== (below.item.deletedAt == null))
      throw invalid(pointer, 'field.half_in_trash', 'is in the trash without it, or the other way round');
    if (depth >= MAX_DEPTH) throw invalid(pointer, 'field.too_deep', `makes more than ${MAX_DEPTH} levels`);
    below = above;
  }
  return depth;
}
