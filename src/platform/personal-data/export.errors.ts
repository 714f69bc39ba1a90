import { defineErrors } from '../errors/define-errors.js';

export const exportErrors = defineErrors('exports', {
  underWay: {
    status: 409,
    title: 'An export of yours is under way',
    help: 'Each member makes one export at a time. Wait until it is downloaded; one that was broken off may count for up to ten minutes.',
  },
});
