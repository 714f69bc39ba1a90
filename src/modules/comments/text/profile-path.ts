/** Where a mention leads. A username has letters, digits and `_` only, so it needs no escaping. */
export function profilePath(username: string): string {
  return `/api/v1/users/${username}`;
}
