import { defineErrors } from '../../../platform/errors/define-errors.js';

export const reportErrors = defineErrors('reports', {
  notFound: {
    status: 404,
    title: 'There is no such report',
    help: 'No report has this id. One that is open goes when its comment goes with its post.',
  },
  ownComment: {
    status: 403,
    title: 'Nobody reports what they wrote themselves',
    help: 'It is your own comment: edit it or delete it.',
  },
  alreadyResolved: {
    status: 409,
    title: 'The report was resolved already, in another way',
    help: 'A report is resolved once; `GET /api/v1/reports?status=resolved` says how and by whom. To decide otherwise, change the comment itself.',
  },
  outcomeNotFitting: {
    status: 422,
    title: 'This outcome does not fit this report',
    help: 'What members reported is dismissed, concealed or deleted; what is held is approved or deleted.',
  },
});
