import type { Role } from '../platform/security/signed-in-user.js';

/** A member as the file in `assets/members` says it, with all todos. */
export interface DemoMember {
  username: string;
  displayName: string;
  bio: string;
  timezone: string;
  role: Role;
  joinedDaysAgo: number;
  inbox: DemoTodo[];
  lists: { name: string; color: string; todos: DemoTodo[] }[];
}

/** Days are counted from the member's today. */
export interface DemoTodo {
  title: string;
  notes?: string;
  priority?: number;
  labels?: string[];
  dueInDays?: number;
  time?: string;
  doneDaysAgo?: number;
  /** A rule of RFC 5545. */
  recurrence?: { rule: string; anchor?: 'due' | 'completion' };
  reminders?: { minutesBefore: number }[];
  /** Those under it. */
  todos?: DemoTodo[];
}

/** Everybody's. The README tells it to the whole world. */
export const DEMO_PASSWORD = 'kitchen-demo-2026';

/** At a domain that nobody can have (RFC 2606 §2): it is how the members of the demo are known again. */
export function emailOf({ username }: Pick<DemoMember, 'username'>): string {
  return `${username}@kitchen.example`;
}
