import { MAX_DEPTH } from '../todo-places.service.js';
import type { FileReport } from './file-report.js';
import type { TodoDraft } from './todo-draft.js';

/** A draft, and where it goes: 1 is the top. */
export interface PlacedDraft {
  draft: TodoDraft;
  parent?: PlacedDraft;
  depth: number;
}

/**
 * Makes trees of at most five levels of drafts that name each other. What names nothing that is there, or itself in the end, is
 * at the top; what is too deep, beside what it was to be under.
 *
 * @returns those above before those below them.
 */
export function placeDrafts(drafts: readonly TodoDraft[], report: FileReport): PlacedDraft[] {
  const placed = drafts.map((draft): PlacedDraft => ({ draft, depth: 0 }));
  const byKey = new Map<string, PlacedDraft>();
  for (const one of placed) {
    const { key, line, text } = one.draft;
    if (key === undefined) continue;
    if (byKey.has(key)) report.add(line, text, 'another one before it has the same UID; nothing is put under this one');
    else byKey.set(key, one);
  }
  for (const one of placed) place(one, byKey, report);
  return placed.toSorted((one, other) => one.depth - other.depth);
}

/** Goes up until something is placed already, and comes down again. */
function place(start: PlacedDraft, byKey: ReadonlyMap<string, PlacedDraft>, report: FileReport): void {
  const path = new Set<PlacedDraft>();
  for (let one: PlacedDraft | undefined = start; one && one.depth === 0; one = one.parent) {
    path.add(one);
    const { parentKey, line, text } = one.draft;
    if (parentKey === undefined) continue;
    const parent = byKey.get(parentKey);
    if (!parent) report.add(line, text, 'what it is a part of is not in the file; put at the top');
    else if (path.has(parent)) report.add(line, text, 'it is a part of itself in the end; put at the top');
    else one.parent = parent;
  }
  for (const one of [...path].reverse()) settle(one, report);
}

function settle(one: PlacedDraft, report: FileReport): void {
  if (one.parent && one.parent.depth >= MAX_DEPTH) {
    const { line, text } = one.draft;
    report.add(line, text, `it is more than ${MAX_DEPTH} levels deep; put one level higher`);
    if (one.parent.parent) one.parent = one.parent.parent;
  }
  one.depth = (one.parent?.depth ?? 0) + 1;
}
