import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem } from '../../../platform/errors/problem.js';
import { ProblemFilter } from '../../../platform/http/problem.filter.js';
import { html } from '../../../platform/pages/html.js';
import { layout } from '../../../platform/pages/layout.js';
import { addresses } from '../addresses.js';

/** Says to people what {@link ProblemFilter} says to programs, where a page is not there. */
@Catch(Problem)
export class MissingPageFilter implements ExceptionFilter<Problem> {
  constructor(private readonly problems: ProblemFilter) {}

  catch(problem: Problem, host: ArgumentsHost): void {
    if (problem.definition.status !== 404) {
      this.problems.catch(problem, host);
      return;
    }
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.status(404).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(missingPage());
  }
}

function missingPage(): string {
  return layout({
    title: 'There is no such post',
    description: 'It was never here, or its author took it back.',
    script: null,
    main: html`
      <h1>There is no such post</h1>
      <p>It was never here, or its author took it back. <a href="${addresses.posts}">These are all of them.</a></p>
    `,
  });
}
