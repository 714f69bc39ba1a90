import { ApiProperty } from '@nestjs/swagger';
import { type Scope, SCOPES } from './token-scopes.js';

/** A personal access token, without itself. */
export class PersonalTokenView {
  id!: string;
  /** @example "Backup script" */
  name!: string;

  @ApiProperty({ enum: SCOPES, isArray: true, example: ['posts:read', 'todos:write'] })
  scopes!: Scope[];

  createdAt!: Date;
  /** To the minute; null until it is used. */
  lastUsedAt!: Date | null;
  expiresAt!: Date;
  isExpired!: boolean;
}

/** A token that was just made. */
export class NewPersonalTokenView extends PersonalTokenView {
  /**
   * The token itself, shown this once; null in an answer that is given again under an `Idempotency-Key`. Send it as
   * `Authorization: Bearer …`.
   * @example "kpt_…"
   */
  token!: string | null;
}

/** Newest first. A member may have 50. */
export class PersonalTokenPage {
  items!: PersonalTokenView[];
  nextCursor!: string | null;
}
