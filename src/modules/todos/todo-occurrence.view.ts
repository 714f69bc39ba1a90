import type { Outcome } from './todo-occurrence.entity.js';
import type { DueView } from './todo.view.js';

/** An occurrence of a recurring todo that is past. */
export class OccurrenceView {
  /** @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10" */
  id!: string;
  outcome!: Outcome;
  /** When it was due. */
  due!: DueView;
  recordedAt!: Date;
}

export class OccurrencePage {
  items!: OccurrenceView[];
  nextCursor!: string | null;
}

export class UpcomingOccurrences {
  items!: DueView[];
}
