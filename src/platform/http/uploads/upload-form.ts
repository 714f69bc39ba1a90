import type { ApiBodyOptions } from '@nestjs/swagger';
import { FILE_EXAMPLES, type FileType } from './upload.decorators.js';

interface Form {
  /** What the file is, and how large it may be. */
  description: string;
  /** A name that it may have. */
  name: string;
  /** Of files that come by themselves, by their type. */
  examples?: Partial<Record<FileType, string>>;
  /** Schemas of the texts beside it. */
  texts?: Record<string, object>;
}

/** The form of an upload, for OpenAPI: the file is no field of a DTO. */
export function uploadForm({ description, name, examples, texts }: Form): ApiBodyOptions {
  return {
    schema: {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary', description, examples: [name] }, ...texts },
      ...(examples && { [FILE_EXAMPLES]: examples }),
    } as object,
  };
}
