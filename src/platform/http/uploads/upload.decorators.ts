import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { ReceivedFile } from './receive-form.js';

/** What a room makes of a file before anything is written: it is read, checked, and laid ready. */
export interface PreparedUpload {
  /** The same for the same file, and for no other: a part of what an `Idempotency-Key` is bound to. */
  readonly fingerprint: string;
  /** Takes back whatever was laid ready and not used. Called when the request is over, however it ended. */
  dispose(): Promise<void>;
}

/** Looks at files of one kind. */
export interface UploadReader {
  readonly maxBytes: number;
  /**
   * Called for a signed-in member, before any transaction, so that no connection is held while it takes its time. The file is
   * gone afterwards.
   */
  read(file: ReceivedFile, userId: string): Promise<PreparedUpload>;
}

export const UPLOAD_READER = 'kitchen:upload-reader';

declare module 'fastify' {
  interface FastifyContextConfig {
    takesUpload?: boolean;
    /** Media types that a file may come in by itself. */
    takesTypes?: readonly FileType[];
  }
  interface FastifyRequest {
    upload?: PreparedUpload;
  }
}

/** OpenAPI extension in the schema of a form, under which examples of files by themselves travel until the document is finished. */
export const FILE_EXAMPLES = 'x-file-examples';

/** Those of {@link FILE_TYPES} in which files may come by themselves. */
export type FileType = (typeof FILE_TYPES)[number];
export const FILE_TYPES = ['text/calendar', 'text/csv'] as const;

/**
 * The route takes a form with one `file`, which `reader` looks at; its texts are the body.
 *
 * @param types in which the file may also be the body itself.
 */
export const TakesUpload = (reader: Type<UploadReader>, types: readonly FileType[] = []) =>
  applyDecorators(
    SetMetadata(UPLOAD_READER, reader),
    RouteConfig({ takesUpload: true, takesTypes: types }),
    ApiConsumes('multipart/form-data', ...types),
  );

/** What the reader made of the file. */
export const Uploaded = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().upload,
);
