/** What everybody should do who did not do what a letter tells of. */
export function ifNotYou(resetPage: string): string {
  return `If it was not you, somebody has got into your account. Ask for a link to choose a new password, which signs everybody out: ${resetPage}`;
}
