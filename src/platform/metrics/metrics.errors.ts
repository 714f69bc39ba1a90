import { defineErrors } from '../errors/define-errors.js';

export const metricsErrors = defineErrors('metrics', {
  unauthenticated: {
    status: 401,
    title: 'Metrics are shown to the monitoring system only',
    help: 'Send the operator’s `METRICS_TOKEN` as `Authorization: Bearer <token>`.',
  },
});
