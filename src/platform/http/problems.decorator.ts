import { applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { ErrorFactory } from '../errors/define-errors.js';

/** OpenAPI extension under which a route's own error codes travel until the document is finished (`openapi/`). */
export const PROBLEM_CODES = 'x-problem-codes';

/** Says which errors of its own a route may answer with. What any route may answer with is added for it. */
export const Problems = (...errors: ErrorFactory[]) =>
  applyDecorators(
    ApiExtension(
      PROBLEM_CODES,
      errors.map(({ definition }) => definition.code),
    ),
  );
