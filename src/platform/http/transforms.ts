import { Transform } from 'class-transformer';
import { tidy } from './text.js';

/** Takes white space off both ends of a string before it is validated, and leaves the rest as it is: for names that are no words. */
export const Trim = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

/** Makes what people wrote {@link tidy} before it is validated, so that what only looks empty is refused as empty. */
export const Tidy = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? tidy(value) : value));

/** Reads `true` and `false` of a query. Any other text is left to the validators: `?done=yes` is no yes. */
export const ToBoolean = () =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));
