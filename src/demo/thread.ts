/** A comment as the file of its post says it, with the replies to it. */
export interface DemoComment {
  author: string;
  body: string;
  /** What it said at first, if it was edited. */
  firstBody?: string;
  isDeleted: boolean;
  replies: DemoComment[];
}

const LINE = /^(?<indent> *)- (?<author>\w+): (?<text>.+)$/;
const INDENT = 2;
const DELETED = '[deleted]';
const EDITED = ' ⇒ ';

/**
 * Reads a thread: a nested list with one comment a line, `- ada: What she says`. Before and after an edit stand with an arrow
 * (` ⇒ `) between them; `[deleted]` is one that was taken back when it already had replies.
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

function toComment(author: string, text: string): DemoComment {
  const [first = '', edited] = text.split(EDITED);
  return {
    ...{ author, body: edited ?? first, isDeleted: text === DELETED, replies: [] },
    ...(edited !== undefined && { firstBody: first }),
  };
}
