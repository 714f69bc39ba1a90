import { IsIn } from 'class-validator';

const SCOPES = ['current', 'others', 'all'] as const;
export type LogoutScope = (typeof SCOPES)[number];

export class LogoutQuery {
  /** Which sessions to end. */
  @IsIn(SCOPES)
  scope: LogoutScope = 'current';
}
