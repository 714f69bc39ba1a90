import { Controller, Get, Param, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { definedErrors, errorByCode } from '../errors/define-errors.js';
import { httpErrors } from '../errors/http.errors.js';
import { TakesAnyQuery } from '../http/query.decorators.js';
import { Public } from '../security/access.decorators.js';
import { PageOrJson, type Representations } from './page-or-json.interceptor.js';
import { ProblemParam } from './problem-param.dto.js';
import { problemIndexPage, problemPage, unknownProblemPage } from './problems.page.js';

/** What the `type` of every error leads to. */
@ApiExcludeController()
@Public()
@Controller('problems')
@UseInterceptors(PageOrJson)
export class ProblemsController {
  @Get()
  @TakesAnyQuery()
  list(): Representations {
    return {
      page: () => problemIndexPage(definedErrors()),
      data: () => ({ items: definedErrors(), nextCursor: null }),
    };
  }

  @Get(':code')
  @TakesAnyQuery()
  show(@Param() { code }: ProblemParam): Representations {
    const definition = errorByCode(code);
    return definition ? { page: () => problemPage(definition), data: () => definition } : unknownProblem;
  }
}

const unknownProblem: Representations = {
  status: 404,
  page: unknownProblemPage,
  data: () => {
    throw httpErrors.notFound({ detail: 'No error of this API has this code. `/problems` lists them all.' });
  },
};
