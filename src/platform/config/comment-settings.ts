import { integer } from './variables.js';

/** How comments are looked after. */
export const commentSettings = {
  COMMENT_REPEAT_MINUTES: integer(
    0,
    10_000,
  )({
    default: 10,
    desc: 'So long nobody may write the same in the same place of a thread again; `0`: one may.',
  }),
  COMMENT_LINKS_HELD_HOURS: integer(
    0,
    10_000,
  )({
    default: 24,
    desc: 'So long after joining, comments with links wait for a moderator, until one is approved; `0`: none do.',
  }),
  COMMENT_REPORTS_TO_CONCEAL: integer(
    0,
    1_000,
  )({
    default: 0,
    desc: 'So many members’ reports conceal a comment until a moderator has decided; `0`: none do.',
  }),
};
