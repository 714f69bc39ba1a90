import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IsInstant, ToInstant } from '../../../../platform/http/instants.js';
import { Tidy } from '../../../../platform/http/transforms.js';
import { type Scope, SCOPES } from '../token-scopes.js';

export class CreateTokenDto {
  /**
   * What it is for, in your words.
   * @example "Backup script"
   */
  @Tidy()
  @IsString()
  @Length(1, 100)
  name!: string;

  /**
   * What it is good for. `read` and `write` are for everything that a token may do, the others for one area; `write` includes
   * `read`.
   * @example ["posts:read", "todos:write"]
   */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SCOPES.length)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes!: Scope[];

  /**
   * When it stops working: at most 366 days ahead; in 90 days when left out.
   */
  @IsOptional()
  @ToInstant()
  @IsInstant()
  expiresAt?: Date | null;
}
