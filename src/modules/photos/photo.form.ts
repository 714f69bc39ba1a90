import { uploadForm } from '../../platform/http/uploads/upload-form.js';

export const photoForm = uploadForm({
  description: 'The picture, up to 10 MiB.',
  name: 'tea.jpg',
  texts: {
    alt: {
      type: 'string',
      maxLength: 1000,
      description: 'What it shows, for whoever does not see it.',
      example: 'A pot of tea on a wooden table',
    },
  },
});
