import { IsIn, IsOptional, Matches } from 'class-validator';

export const CALENDAR_KINDS = ['todos', 'events'] as const;
export type CalendarKind = (typeof CALENDAR_KINDS)[number];

export class TodoCalendarParam {
  /**
   * From the address that its owner was given.
   * @example "q7Yx2mVdT0uJ9bZ3kLr8aP5nWc1hEf6sGt4oIiUyQvA"
   */
  @Matches(/^[\w-]{1,200}$/, { message: 'must be the secret part of the address of a calendar' })
  secret!: string;
}

export class TodoCalendarQuery {
  /**
   * `todos`: all as VTODO, for programs that know todos; `events`: the open ones that have a due date as VEVENT, for those that
   * know events only.
   */
  @IsOptional()
  @IsIn(CALENDAR_KINDS)
  as: CalendarKind = 'todos';
}
