import { Transform } from 'class-transformer';

/** Takes white space off both ends of a string before it is validated; anything else is left to the validators. */
export const Trim = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

/** Reads `true` and `false` of a query. Any other text is left to the validators: `?done=yes` is no yes. */
export const ToBoolean = () =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));
