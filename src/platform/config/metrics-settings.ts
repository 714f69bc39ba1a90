import { integer, secret } from './variables.js';

/** Who may see what is measured. */
export const metricsSettings = {
  METRICS_PORT: integer(
    0,
    65_535,
  )({
    default: undefined,
    example: '9464',
    desc: 'Serves `/metrics` (Prometheus) on a port of its own, without a token: for a private network. `0` takes any free one.',
  }),
  METRICS_TOKEN: secret({
    default: undefined,
    example: '(openssl rand -base64 48)',
    desc: 'Serves `/metrics` on `PORT` to whoever sends this as bearer token; ≥ 256 bits. Without one of the two, nothing is measured.',
  }),
};
