import {
  Body,
  Controller,
  Delete,
  Get,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  UseGuards,
} from '@nestjs/common';
import { IsArray, IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { DataSource, IsNull } from 'typeorm';
import { v7 as newId } from 'uuid';
import { Positions } from '../../../src/modules/todos/positions.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { CurrentUser, JwtAuthGuard } from './auth.js';
import { Page } from './page.js';
import { Todo, TodoList } from './todo.entity.js';
import { User } from './user.entity.js';

const LIMIT = 10;
const positions = new Positions(new Clock());

export class CreateTodoDto {
  @IsString()
  @Length(1, 500)
  title!: string;

  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  notes?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(4)
  priority?: number;

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  @Length(1, 50, { each: true })
  labels?: string[];
}

@Controller('todos')
@UseGuards(JwtAuthGuard)
export class TodosController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  async list(@CurrentUser() user: User): Promise<Page<Todo>> {
    const todos = await this.dataSource.getRepository(Todo).find({
      where: { ownerId: user.id, deletedAt: IsNull() },
      relations: { children: true },
      order: { position: 'ASC', id: 'ASC' },
      take: LIMIT + 1,
    });
    return new Page(todos, LIMIT, 'todos:position', ({ position, id }) => [position, id]);
  }

  @Post()
  async create(@CurrentUser() user: User, @Body() wanted: CreateTodoDto): Promise<Todo> {
    const ownerId = user.id;
    const inbox = await this.dataSource.getRepository(TodoList).findOneByOrFail({ ownerId, isInbox: true });
    const todos = this.dataSource.getRepository(Todo);
    const empty = { parentId: null, notes: null, completedAt: null, dueDate: null, recurrenceRule: null, children: [] };
    const place = { id: newId(), ownerId, listId: inbox.id, position: positions.next() };
    return todos.save(todos.create({ ...empty, ...place, ...wanted }));
  }

  @Put(':id/completion')
  complete(@CurrentUser() user: User, @Param('id', ParseUUIDPipe) id: string): Promise<Todo> {
    return this.set(user, id, new Date());
  }

  @Delete(':id/completion')
  reopen(@CurrentUser() user: User, @Param('id', ParseUUIDPipe) id: string): Promise<Todo> {
    return this.set(user, id, null);
  }

  private async set(user: User, id: string, completedAt: Date | null): Promise<Todo> {
    const todos = this.dataSource.getRepository(Todo);
    const where = { id, ownerId: user.id, deletedAt: IsNull() };
    const todo = await todos.findOne({ where, relations: { children: true } });
    if (!todo) throw new NotFoundException();
    todo.completedAt = completedAt;
    todo.updatedAt = new Date();
    return todos.save(todo);
  }
}
