import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PostMoved } from '../../posts/index.js';
import { addresses } from '../addresses.js';

/** Leads from an earlier slug to the page of the current one; see `post-moved.filter.ts` of the posts. */
@Catch(PostMoved)
export class MovedPageFilter implements ExceptionFilter<PostMoved> {
  catch({ slug }: PostMoved, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.header('cache-control', 'no-cache').redirect(addresses.post(slug), 301);
  }
}
