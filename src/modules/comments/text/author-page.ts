/**
 * Where a mention leads, from the root of this server: to what the member has written, as somebody who reads finds it there
 * (`reading`). A username has letters, digits and `_` only, so it needs no escaping.
 */
export function authorPage(username: string): string {
  return `/blog?author=${username}`;
}
