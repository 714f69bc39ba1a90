import { Type } from 'class-transformer';
import { IsObject, IsString, MaxLength, ValidateIf, ValidateNested } from 'class-validator';
import { AssertionDto } from '../../passkeys/dto/assertion.dto.js';

/** One of the three. */
export class StepUpDto {
  /** @example "correct horse battery staple" */
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  password?: string;

  /** What the authenticator app shows; not a recovery code. */
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @MaxLength(20)
  code?: string;

  /** What the browser answered to the options of `POST /auth/step-up/passkey-options`. */
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => AssertionDto)
  passkey?: AssertionDto;
}
