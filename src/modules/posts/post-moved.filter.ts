import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PostMoved } from './post-moved.js';

/** Answers 301 with the post's current address. */
@Catch(PostMoved)
export class PostMovedFilter implements ExceptionFilter<PostMoved> {
  catch({ slug }: PostMoved, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // Browsers keep a 301 for ever, and two of them would make a circle when the title is changed back.
    void reply.header('cache-control', 'no-cache').redirect(`/api/v1/posts/${slug}`, 301);
  }
}
