import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiResponse } from '@nestjs/swagger';
import { ServeFileInterceptor } from './serve-file.interceptor.js';

/** The route answers with the bytes of a `ServedFile`, and knows `Range`, `If-Range` and `If-None-Match`. */
export const ServeFile = (mediaType: string) => {
  const content = { [mediaType]: { schema: { type: 'string', format: 'binary' } } };
  return applyDecorators(
    UseInterceptors(ServeFileInterceptor),
    ApiOkResponse({ description: 'All of it', content }),
    ApiResponse({ status: 206, description: 'The part that `Range` asks for', content }),
  );
};
