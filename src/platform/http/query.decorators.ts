import { SetMetadata } from '@nestjs/common';

const ANY_QUERY = 'kitchen:any-query';
const MAY_REPEAT = 'kitchen:may-repeat';

/**
 * For a route whose query somebody else adds to as they like, and for the class of such a query: a page to whose address those who
 * link to it append what they count visits by (`?utm_source=…`). What is not known is passed over.
 */
export const TakesAnyQuery = () => SetMetadata(ANY_QUERY, true);

/** @param target a handler, or the class of a query. */
export function takesAnyQuery(target: object): boolean {
  return Reflect.hasMetadata(ANY_QUERY, target);
}

/** For a query parameter that may be there several times; all others are refused then, by name. */
export const MayRepeat = (): PropertyDecorator => Reflect.metadata(MAY_REPEAT, true);

export function mayRepeat(query: { prototype: object }, name: string): boolean {
  return Reflect.hasMetadata(MAY_REPEAT, query.prototype, name);
}
