/**
 * Why there is no answer. `says` is told to clients, of a source that they know nothing about; `isOutage` is whether the
 * source is at fault in a way that asking it for something else would not mend.
 */
const REASONS = {
  timeout: { says: 'The weather service did not answer in time.', isOutage: true },
  unreachable: { says: 'The weather service could not be reached.', isOutage: true },
  failing: { says: 'The weather service answered with an error.', isOutage: true },
  redirected: { says: 'The weather service answered with a redirect, which is not followed.', isOutage: true },
  oversized: { says: 'The weather service answered with far more than a forecast.', isOutage: true },
  malformed: { says: 'The weather service answered with something that is not JSON.', isOutage: true },
  incomplete: { says: 'The weather service answered with values that are missing or impossible.', isOutage: false },
  refused: { says: 'The weather service has no answer to this question.', isOutage: false },
  limited: { says: 'The weather service asked for a pause.', isOutage: false },
  exhausted: { says: 'The calls that may be made to the weather service are used up for now.', isOutage: false },
  resting: {
    says: 'The weather service failed several times in a row and is left alone for a moment.',
    isOutage: false,
  },
  recent: { says: 'The weather service failed to answer this a moment ago.', isOutage: false },
} as const;

export type FailureReason = keyof typeof REASONS;

/** There is no usable answer from the weather service. The message is for the log. */
export class UpstreamFailure extends Error {
  readonly says: string;
  readonly isOutage: boolean;

  constructor(
    readonly reason: FailureReason,
    message: string = REASONS[reason].says,
    readonly retryAfterSeconds = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'UpstreamFailure';
    this.says = REASONS[reason].says;
    this.isOutage = REASONS[reason].isOutage;
  }
}
