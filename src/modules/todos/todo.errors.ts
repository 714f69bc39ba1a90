import { defineErrors } from '../../platform/errors/define-errors.js';
import { httpErrors } from '../../platform/errors/http.errors.js';

export const todoErrors = defineErrors('todos', {
  notFound: {
    status: 404,
    title: 'There is no such todo',
    help: 'None of your todos has this id. What others note down is theirs alone.',
  },
  listNotFound: {
    status: 404,
    title: 'There is no such list',
    help: 'None of your lists has this id. `GET /api/v1/todo-lists` shows them.',
  },
  labelNotFound: {
    status: 404,
    title: 'There is no such label',
    help: 'None of your todos has this label, written just so. `GET /api/v1/todo-labels` shows them.',
  },
  notInTrash: {
    status: 404,
    title: 'There is nothing like that in the trash',
    help: 'Nothing of yours with this id was deleted within the last 30 days, or it was deleted together with the todo above it or with its list: restore that one. `GET /api/v1/todos/trash` and `GET /api/v1/todo-lists/trash` show what is there.',
  },
  inboxNotDeletable: {
    status: 409,
    title: 'The inbox cannot be deleted',
    help: 'Todos without a list go to the inbox, so it always stays. Clear it instead: `DELETE /api/v1/todos?done=true&list=…`.',
  },
  inboxNotArchivable: {
    status: 409,
    title: 'The inbox cannot be archived',
    help: 'Todos without a list go to the inbox, so it always stays in sight. Move its todos to another list and archive that.',
  },
  notRecurring: {
    status: 409,
    title: 'This todo does not recur',
    help: 'Only an occurrence of a recurring todo can be skipped. Give it a `recurrence`, or complete it: `PUT /api/v1/todos/:id/completion`.',
  },
  occurrenceNotCurrent: {
    status: 409,
    title: 'Another occurrence is due',
    help: '`?occurrence=` names neither the occurrence that is to be done now nor one that was recorded so before. `due` of the todo says which one is; leave `occurrence` out to mean that one.',
  },
  occurrenceNotLast: {
    status: 409,
    title: 'Another occurrence was recorded later',
    help: 'Occurrences are taken back in reverse order. `GET /api/v1/todos/:id/occurrences` shows the last one first.',
  },
  batchFailed: {
    status: 422,
    title: 'An operation of the batch was refused',
    help: 'Nothing was changed. `index` is the operation’s, counted from 0, `problem` what it would have answered by itself. Mend or leave out that one, and send the batch again.',
  },
  calendarNotFound: {
    status: 404,
    title: 'There is no such calendar',
    help: 'This address was never given out, or its owner has revoked it or taken another one. Its owner gets a new one with `POST /api/v1/todos/calendar`.',
  },
  fileNotReadable: {
    status: 422,
    title: 'This file cannot be read',
    help: 'It is neither an iCalendar file (`BEGIN:VCALENDAR` … `END:VCALENDAR`) nor the CSV that Todoist exports of a project (with the columns TYPE and CONTENT), in UTF-8. Nothing was stored.',
  },
  fileTooLarge: {
    status: 413,
    title: 'This file holds too much',
    help: 'A file may have 10,000 todos, and name 200 lists that are not there yet. Divide it. Nothing was stored.',
  },
  syncExpired: {
    status: 410,
    title: 'This token is too old',
    help: 'Something was deleted after it that is not remembered any more: deletions are for at least 90 days. Throw away what you have and begin anew: `GET /api/v1/todos/changes` without `since`.',
  },
  ownerGone: {
    status: 409,
    title: 'This account is being deleted',
    help: 'The account was deleted while the request was under way. Nothing was stored.',
    constraint: 'todo_lists_owner_id_fkey',
  },
});

/** 422: what is not understood of a line is its title. */
export function titleTooLong(length: number) {
  const detail = `leaves a title of more than ${length} characters`;
  return httpErrors.validationFailed({ errors: [{ pointer: '/text', code: 'todos.title_too_long', detail }] });
}

/** 422: the list that a todo was to go to is not one of its owner's. */
export function unknownList() {
  const { code } = todoErrors.listNotFound.definition;
  return httpErrors.validationFailed({
    errors: [{ pointer: '/listId', code, detail: 'is none of your lists' }],
  });
}

function badParent(code: string, detail: string) {
  return httpErrors.validationFailed({ errors: [{ pointer: '/parentId', code: `todos.${code}`, detail }] });
}

export const unknownParent = () => badParent('not_found', 'is none of your todos');
export const parentElsewhere = () => badParent('parent_in_other_list', 'is not in that list');
export const ownDescendant = () => badParent('own_descendant', 'is this todo itself, or below it');
export const tooDeep = () => badParent('too_deep', 'is too deep down: todos are at most five levels deep');

/** 422: what something was to stand beside is not in that list. */
export function unknownNeighbour(side: 'before' | 'after') {
  const errors = [
    { pointer: `/position/${side}`, code: 'todos.neighbour_not_found', detail: 'is not another one in the same order' },
  ];
  return httpErrors.validationFailed({ errors });
}
