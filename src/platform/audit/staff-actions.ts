/** What rooms enter into the audit log of what moderators did to what others wrote. Names are stable. */
export const STAFF_ACTIONS = [
  'comments.concealed',
  'comments.concealment_lifted',
  'comments.deleted',
  'posts.deleted',
  'posts.restored',
  'reports.resolved',
] as const;
export type StaffActionName = (typeof STAFF_ACTIONS)[number];

/** What each tells beside who, whose, when and from where. No words of anybody: those can be deleted, the log cannot. */
export interface StaffActionDetails {
  'comments.concealed': { commentId: string };
  'comments.concealment_lifted': { commentId: string };
  'comments.deleted': { commentId: string };
  'posts.deleted': { postId: string };
  'posts.restored': { postId: string };
  'reports.resolved': { reportId: string; commentId: string | null; outcome: string };
}
