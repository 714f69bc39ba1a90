import 'reflect-metadata';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClassSerializerInterceptor, Module, ValidationPipe } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { ExpressAdapter } from 'nest-on-express';
import { DataSource } from 'typeorm';
import { JwtStrategy } from './idiomatic/auth.js';
import { Comment, CommentMention } from './idiomatic/comment.entity.js';
import { CommentsController } from './idiomatic/comments.controller.js';
import { Post, PostBookmark, PostLike, PostPhoto, PostSlug } from './idiomatic/post.entity.js';
import { PostsController } from './idiomatic/posts.controller.js';
import { Session } from './idiomatic/session.entity.js';
import { Todo, TodoList } from './idiomatic/todo.entity.js';
import { TodosController } from './idiomatic/todos.controller.js';
import { User } from './idiomatic/user.entity.js';
import { settings } from './settings.js';

/**
 * The same answers as tutorials would give them: Nest on Express, TypeORM with relations and `save`, a passport strategy that
 * reads the session each time, class-validator, and ClassSerializerInterceptor.
 */
const entities = [
  User,
  Session,
  Post,
  PostPhoto,
  PostSlug,
  PostLike,
  PostBookmark,
  Comment,
  CommentMention,
  Todo,
  TodoList,
];
const dataSource = new DataSource({ type: 'postgres', url: settings.databaseUrl, entities, poolSize: 8 });

@Module({
  imports: [PassportModule],
  controllers: [CommentsController, PostsController, TodosController],
  providers: [JwtStrategy, { provide: DataSource, useFactory: () => dataSource.initialize() }],
})
class IdiomaticModule {}

const app = await NestFactory.create(IdiomaticModule, new ExpressAdapter(), { logger: ['error'] });
app.setGlobalPrefix('api/v1');
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }));
app.useGlobalInterceptors(new ClassSerializerInterceptor(app.get(Reflector)));
await app.listen(Number(process.env['PORT']), process.env['HOST'] ?? '127.0.0.1');
const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
console.log(JSON.stringify({ port, message: 'Kitchen is open' }));
process.on('SIGTERM', () => process.exit(0));
