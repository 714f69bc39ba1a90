/** A calendar that was just made. */
export class TodoCalendarView {
  /**
   * The address to subscribe to, shown this once; null in an answer that is given again under an `Idempotency-Key`. Whoever has
   * it can read your todos.
   * @example "https://kitchen.example/api/v1/todos/calendar/….ics"
   */
  url!: string | null;
  createdAt!: Date;
}
