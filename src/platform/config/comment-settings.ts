import { integer } from './variables.js';

/** How comments are looked after. */
export const commentSettings = {
  COMMENT_REPORTS_TO_CONCEAL: integer(
    0,
    1_000,
  )({
    default: 0,
    desc: 'So many members’ reports conceal a comment until a moderator has decided; `0`: none do.',
  }),
};
