import { uploadForm } from '../../../platform/http/uploads/upload-form.js';

export const importForm = uploadForm({ description: 'The ZIP that an export gave.', name: 'kitchen-export.zip' });
