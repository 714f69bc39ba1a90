import type { ApiBodyOptions } from '@nestjs/swagger';

/** The form of an import, for OpenAPI: the file is no field of a DTO. */
export const importForm: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['file'],
    properties: {
      file: {
        type: 'string',
        format: 'binary',
        description: 'The ZIP that an export gave.',
        examples: ['kitchen-export.zip'],
      },
    },
  },
};
