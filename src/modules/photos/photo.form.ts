import type { ApiBodyOptions } from '@nestjs/swagger';

/** The form of an upload, for OpenAPI: the file is no field of a DTO. */
export const photoForm: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['file'],
    properties: {
      file: { type: 'string', format: 'binary', description: 'The picture, up to 10 MiB.', examples: ['tea.jpg'] },
      alt: {
        type: 'string',
        maxLength: 1000,
        description: 'What it shows, for whoever does not see it.',
        example: 'A pot of tea on a wooden table',
      },
    },
  },
};
