import { Injectable, type Type } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { Database } from '../../../platform/database/database.js';
import { despiteDeadlocks } from '../../../platform/database/despite-deadlocks.js';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { Problem } from '../../../platform/errors/problem.js';
import { entityTag } from '../../../platform/http/etag.js';
import { expectedVersions } from '../../../platform/http/if-match.decorator.js';
import { unknownField } from '../../../platform/http/json-limits.js';
import { RequestValidationPipe } from '../../../platform/http/request-validation.pipe.js';
import { escapeToken } from '../../../platform/http/text.js';
import { versionOf } from '../../../platform/http/version.js';
import type { BatchDto, BatchOperationDto } from '../dto/batch.dto.js';
import { TodoListsRepository } from '../todo-lists.repository.js';
import { isSlow } from '../recurrence-rule.js';
import { operationFailed, tooManySlowRules, unknownOperation, unknownReference } from './batch.errors.js';
import { type MadeIds, resolveBody, resolvePath, UnknownReference } from './references.js';
import { Nothing, TodoBatchRoutes } from './todo-batch.routes.js';
import type { BatchResult, BatchView } from './todo-batch.view.js';

/** Of rules that take long to reckon. */
const MOST_SLOW_RULES = 20;

/** Many changes at once, or none of them. */
@Injectable()
export class TodoBatchService {
  private readonly validation = new RequestValidationPipe();

  constructor(
    private readonly routes: TodoBatchRoutes,
    private readonly lists: TodoListsRepository,
    private readonly database: Database,
  ) {}

  /**
   * Runs operations in their order, in one transaction.
   *
   * @throws `todos.batch_failed` for the first operation that is refused: nothing was changed then.
   */
  async run(ownerId: string, { operations }: BatchDto): Promise<BatchView> {
    requireQuickRules(operations);
    const all = () => this.database.transaction(() => this.runAll(ownerId, operations));
    // A transaction that is open already, for an Idempotency-Key, cannot be begun again from here.
    return this.database.isInTransaction ? all() : despiteDeadlocks(all);
  }

  private async runAll(ownerId: string, operations: readonly BatchOperationDto[]): Promise<BatchView> {
    // All lists before any todo, so that of two batches one waits, rather than both in a circle.
    await this.lists.lockAll(ownerId);
    const results: BatchResult[] = [];
    for (const [index, operation] of operations.entries()) {
      const made = results.map(({ status, body }) => (status === 201 ? String(body?.['id']) : undefined));
      results.push(await this.runOne(ownerId, operation, made).catch((error: unknown) => refuse(error, index)));
    }
    return { results };
  }

  private async runOne(ownerId: string, operation: BatchOperationDto, made: MadeIds): Promise<BatchResult> {
    const [pathname = '', ...search] = resolvePath(operation.path, made).split('?');
    const found = this.routes.find(operation.method, pathname.replace(/^\/api\/v1(?=\/)/, ''));
    if (!found) throw unknownOperation();
    const { route, id } = found;
    if (id !== '' && !isUUID(id)) throw httpErrors.invalidParameter({ detail: 'id: must be a UUID' });
    const query = await this.validated('query', route.query, Object.fromEntries(new URLSearchParams(search.join('?'))));
    const body = await this.validated('body', route.body, resolveBody(operation.body ?? {}, made));
    const expected = expectedVersions(operation.ifMatch ?? undefined);
    const view = (await route.run({ ownerId, id, query, body, expected } as never)) ?? null;
    return { status: route.status, etag: tagOf(view), body: view as BatchResult['body'] };
  }

  private async validated(type: 'body' | 'query', metatype: Type<object>, value: unknown): Promise<unknown> {
    if (metatype !== Nothing) return await this.validation.transform(value, { type, metatype });
    const errors = Object.keys(value as object).map((name) => unknownField(`/${escapeToken(name)}`));
    if (errors.length === 0) return value;
    throw type === 'body' ? httpErrors.validationFailed({ errors }) : httpErrors.invalidParameter({ errors });
  }
}

/** Lists are held while a batch runs, so it must not reckon for seconds. */
function requireQuickRules(operations: readonly BatchOperationDto[]): void {
  const slow = operations.flatMap(({ body }, index) => (isSlow(ruleIn(body)) ? [index] : []));
  const tooMany = slow[MOST_SLOW_RULES];
  if (tooMany !== undefined) throw operationFailed(tooMany, tooManySlowRules(MOST_SLOW_RULES));
}

function ruleIn(body: BatchOperationDto['body']): string {
  const { rule } = (body?.['recurrence'] ?? {}) as { rule?: unknown };
  return typeof rule === 'string' ? rule : '';
}

function tagOf(view: object | null): string | null {
  const version = versionOf(view);
  return version === undefined ? null : entityTag(JSON.stringify(view), version);
}

/** Only what a domain error says is the operation's own; the database being away is not. */
function refuse(error: unknown, index: number): never {
  if (error instanceof UnknownReference) throw unknownReference(index, error);
  throw error instanceof Problem ? operationFailed(index, error) : error;
}
