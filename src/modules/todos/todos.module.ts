import { Module } from '@nestjs/common';
import { UsersModule } from '../users/index.js';
import { OrderRepository } from './order.repository.js';
import { OrderService } from './order.service.js';
import { PersonalTodos } from './personal-todos.js';
import { Positions } from './positions.js';
import { TodoCompletionService } from './todo-completion.service.js';
import { TodoEditingService } from './todo-editing.service.js';
import { TodoListsController } from './todo-lists.controller.js';
import { TodoListsRepository } from './todo-lists.repository.js';
import { TodoListsService } from './todo-lists.service.js';
import { TodoOccurrencesController } from './todo-occurrences.controller.js';
import { TodoOccurrencesRepository } from './todo-occurrences.repository.js';
import { TodoOccurrencesService } from './todo-occurrences.service.js';
import { TodoRecurrenceService } from './todo-recurrence.service.js';
import { TodoScheduleService } from './todo-schedule.service.js';
import { TodosController } from './todos.controller.js';
import { TodosRepository } from './todos.repository.js';
import { TodosService } from './todos.service.js';

@Module({
  imports: [UsersModule],
  controllers: [TodosController, TodoOccurrencesController, TodoListsController],
  providers: [
    TodosService,
    TodoEditingService,
    TodoScheduleService,
    TodoCompletionService,
    TodoRecurrenceService,
    TodoOccurrencesService,
    TodoOccurrencesRepository,
    TodosRepository,
    TodoListsService,
    TodoListsRepository,
    OrderService,
    OrderRepository,
    Positions,
    PersonalTodos,
  ],
  exports: [TodosService, TodoEditingService, TodoCompletionService, TodoListsService],
})
export class TodosModule {}
