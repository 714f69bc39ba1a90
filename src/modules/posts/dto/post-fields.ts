import { Transform } from 'class-transformer';
import { tidy } from '../../../platform/http/text.js';

export const MAX_TITLE_LENGTH = 200;
export const MAX_BODY_LENGTH = 100_000;
export const MAX_EXCERPT_LENGTH = 500;
export const MAX_TAGS = 10;

/** Letters of any script (with their marks), digits and hyphens. */
export const TAG = /^[\p{L}\p{M}\p{N}-]{1,30}$/u;
export const TAG_MESSAGE = 'each tag must be 1 to 30 letters, digits and hyphens';

/** Makes tags comparable and leaves repeated ones out, in the given order. What is not a string is left to the validators. */
export const NormaliseTags = () =>
  Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? [...new Set(value.map(normalised))] : value));

/** The same for the one tag of a query. */
export const NormaliseTag = () => Transform(({ value }: { value: unknown }) => normalised(value));

function normalised(tag: unknown): unknown {
  return typeof tag === 'string' ? tidy(tag.toLowerCase()) : tag;
}
