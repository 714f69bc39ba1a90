/** As it is stored: a moment in ISO 8601, or minutes before the todo is due. */
export type Reminder = { at: string } | { minutesBefore: number };

interface Said {
  at?: Date;
  minutesBefore?: number;
}

/** In the client's order, each one once. */
export function toReminders(said: readonly Said[]): Reminder[] {
  const reminders = said.map(({ at, minutesBefore = 0 }) => (at ? { at: at.toISOString() } : { minutesBefore }));
  return [...new Map(reminders.map((reminder) => [JSON.stringify(reminder), reminder])).values()];
}
