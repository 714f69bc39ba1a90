import { errorOfConstraint } from '../errors/define-errors.js';
import { isReportedByServer } from './postgres-errors.js';

/**
 * An error as whoever asked should see it: the domain error that a room declared for a violated constraint, else pg's own, with
 * a stack that leads to who asked; it was made where the answer was read.
 */
export function asAsked(error: unknown): unknown {
  if (error instanceof Error) Error.captureStackTrace(error, asAsked);
  return (isReportedByServer(error) && error.constraint && errorOfConstraint(error.constraint)) || error;
}
