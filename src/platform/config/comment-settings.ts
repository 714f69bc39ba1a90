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
  COMMENTS_CLOSE_AFTER_DAYS: integer(
    0,
    36_500,
  )({
    default: 0,
    desc: 'So long after its publication a post takes comments; `0`: for ever. Its author and moderators always can.',
  }),
  COMMENTS_PER_MINUTE: integer(
    0,
    100_000,
  )({
    default: 20,
    desc: 'So many comments a member may write in a minute, replies too; `0`: as many as they like.',
  }),
  COMMENTS_PER_POST_AND_MINUTE: integer(
    0,
    100_000,
  )({
    default: 10,
    desc: 'So many of these under one post; `0`: as many as they like.',
  }),
  COMMENT_REPORTS_TO_CONCEAL: integer(
    0,
    1_000,
  )({
    default: 0,
    desc: 'So many members’ reports conceal a comment until a moderator has decided; `0`: none do.',
  }),
};
