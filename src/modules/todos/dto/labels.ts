import { Transform } from 'class-transformer';
import { tidy } from '../../../platform/http/text.js';

/** Makes labels tidy and drops those that were named twice; anything that is no list is left to the validators. */
export const DistinctLabels = () =>
  Transform(({ value }: { value: unknown }) =>
    Array.isArray(value)
      ? [...new Set(value.map((label: unknown) => (typeof label === 'string' ? tidy(label) : label)))]
      : value,
  );
