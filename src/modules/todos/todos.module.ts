import { Module } from '@nestjs/common';
import { UsersModule } from '../users/index.js';
import { OrderRepository } from './order.repository.js';
import { OrderService } from './order.service.js';
import { PersonalTodos } from './personal-todos.js';
import { Positions } from './positions.js';
import { TodoCalendarController } from './calendar/todo-calendar.controller.js';
import { TodoCalendarRepository } from './calendar/todo-calendar.repository.js';
import { TodoCalendarService } from './calendar/todo-calendar.service.js';
import { TodoChangesController } from './changes/todo-changes.controller.js';
import { TodoChangesRepository } from './changes/todo-changes.repository.js';
import { TodoChangesService } from './changes/todo-changes.service.js';
import { TodoRemindersRepository } from './reminders/todo-reminders.repository.js';
import { TodoRemindersService } from './reminders/todo-reminders.service.js';
import { TodoBatchController } from './batch/todo-batch.controller.js';
import { TodoBatchRoutes } from './batch/todo-batch.routes.js';
import { TodoBatchService } from './batch/todo-batch.service.js';
import { TodoLabelsController } from './labels/todo-labels.controller.js';
import { TodoLabelsRepository } from './labels/todo-labels.repository.js';
import { TodoLabelsService } from './labels/todo-labels.service.js';
import { QuickTodosController } from './quick-todos.controller.js';
import { QuickTodosService } from './quick-todos.service.js';
import { TodoCompletionService } from './todo-completion.service.js';
import { TodoEditingService } from './todo-editing.service.js';
import { TodoListsController } from './todo-lists.controller.js';
import { TodoListsRepository } from './todo-lists.repository.js';
import { TodoListsService } from './todo-lists.service.js';
import { TodoListTrashController } from './todo-list-trash.controller.js';
import { TodoListTrashRepository } from './todo-list-trash.repository.js';
import { TodoListTrashService } from './todo-list-trash.service.js';
import { TodoHoldingService } from './todo-holding.service.js';
import { TodoOccurrencesController } from './todo-occurrences.controller.js';
import { TodoOccurrencesRepository } from './todo-occurrences.repository.js';
import { TodoOccurrencesService } from './todo-occurrences.service.js';
import { TodoRecurrenceService } from './todo-recurrence.service.js';
import { TodoScheduleService } from './todo-schedule.service.js';
import { TodoPlacesService } from './todo-places.service.js';
import { TodoTrashController } from './todo-trash.controller.js';
import { TodoTrashRepository } from './todo-trash.repository.js';
import { TodoTrashService } from './todo-trash.service.js';
import { TodoTreesRepository } from './todo-trees.repository.js';
import { TodoTreesService } from './todo-trees.service.js';
import { TodosController } from './todos.controller.js';
import { TodosRepository } from './todos.repository.js';
import { TodosService } from './todos.service.js';
import { TodoSearchRepository } from './todo-search.repository.js';
import { TodoSearchService } from './todo-search.service.js';
import { TodoFileReader } from './files/todo-file-reader.js';
import { TodoImportsController } from './files/todo-imports.controller.js';
import { TodoImportsService } from './files/todo-imports.service.js';
import { TodoImportRepository } from './importing/todo-import.repository.js';
import { TodosImport } from './importing/todos-import.js';

@Module({
  imports: [UsersModule],
  controllers: [
    TodoBatchController,
    TodoChangesController,
    TodoCalendarController,
    TodoImportsController,
    QuickTodosController,
    TodoTrashController,
    TodosController,
    TodoOccurrencesController,
    TodoListTrashController,
    TodoListsController,
    TodoLabelsController,
  ],
  providers: [
    TodoSearchService,
    TodoSearchRepository,
    TodosService,
    TodoEditingService,
    QuickTodosService,
    TodoBatchService,
    TodoChangesService,
    TodoCalendarService,
    TodoCalendarRepository,
    TodoRemindersService,
    TodoRemindersRepository,
    TodoChangesRepository,
    TodoBatchRoutes,
    TodoPlacesService,
    TodoHoldingService,
    TodoTreesService,
    TodoTreesRepository,
    TodoTrashService,
    TodoTrashRepository,
    TodoScheduleService,
    TodoCompletionService,
    TodoRecurrenceService,
    TodoOccurrencesService,
    TodoOccurrencesRepository,
    TodosRepository,
    TodoListsService,
    TodoListsRepository,
    TodoListTrashService,
    TodoListTrashRepository,
    TodoLabelsService,
    TodoLabelsRepository,
    OrderService,
    OrderRepository,
    Positions,
    PersonalTodos,
    TodoFileReader,
    TodoImportsService,
    TodosImport,
    TodoImportRepository,
  ],
  exports: [TodoSearchService, TodosService, TodoEditingService, TodoCompletionService, TodoListsService],
})
export class TodosModule {}
