/** A comment as the file of its post says it, with the replies to it. */
export interface DemoComment {
  author: string;
  body: string;
  /** What it said at first, if it was edited. */
  firstBody?: string;
  isDeleted: boolean;
  /** Whether the post’s author has taken it out of sight. */
  isConcealed?: boolean;
  /** Who told the moderators of it, and why. */
  report?: { reporter: string; reason: string };
  replies: DemoComment[];
}

const LINE = /^(?<indent> *)- (?<author>\w+): (?<text>.+)$/;
const INDENT = 2;
const DELETED = '[deleted]';
const EDITED = ' ⇒ ';
const CONCEALED = '[concealed] ';
const REPORTED = /^\[reported by (?<reporter>\w+): (?<reason>[^\]]+)\] /;

/**
 * Reads a thread: a nested list with one comment a line, `- ada: What she says`. Before and after an edit stand with an arrow
 * (` ⇒ `) between them; `[deleted]` is one that was taken back when it already had
 * replies; `[concealed] ` before one says that the post's author took it out of sight, `[reported by rosa: Why] ` that somebody
 * told the moderators.
 */
export function parseThread(source: string): DemoComment[] {
  const roots: DemoComment[] = [];
  /** The list that a comment on each level belongs to. */
  const levels = [roots];
  for (const line of source.split('\n').filter(Boolean)) {
    const { indent = '', author, text } = LINE.exec(line)?.groups ?? {};
    const depth = indent.length / INDENT;
    const siblings = levels[depth];
    if (!siblings || !author || !text) throw new Error(`Not a comment, or without the one that it answers: ${line}`);
    const comment = toComment(author, text);
    siblings.push(comment);
    levels.splice(depth + 1, Infinity, comment.replies);
  }
  return roots;
}

function toComment(author: string, line: string): DemoComment {
  const isConcealed = line.startsWith(CONCEALED);
  const { reporter, reason } = REPORTED.exec(line)?.groups ?? {};
  const text = line.replace(CONCEALED, '').replace(REPORTED, '');
  const [first = '', edited] = text.split(EDITED);
  return {
    ...{ author, body: edited ?? first, isDeleted: text === DELETED, replies: [] },
    ...(isConcealed && { isConcealed }),
    ...(reporter && reason && { report: { reporter, reason } }),
    ...(edited !== undefined && { firstBody: first }),
  };
}
