export { TodosModule } from './todos.module.js';
export { TodoCompletionService } from './todo-completion.service.js';
export { TodoEditingService } from './todo-editing.service.js';
export { TodoListsService } from './todo-lists.service.js';
export { TodoSearchService } from './todo-search.service.js';
