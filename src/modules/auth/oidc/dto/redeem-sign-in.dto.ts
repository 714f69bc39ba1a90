import { IsString, Length, Matches, ValidateIf } from 'class-validator';
import { MAX_PASSWORD_LENGTH } from '../../password-rules.js';

export class RedeemSignInDto {
  /**
   * What the browser was handed behind the `#`.
   * @example "kis_mYt2Pq0vXw9dE3rT6uI8oP1aS4dF7gH0jK2lZ5xC8vB"
   */
  @IsString()
  @Length(1, 100)
  code!: string;

  /**
   * That whose SHA-256 was the `challenge`: 43 to 128 characters (RFC 7636 §4.1).
   * @example "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
   */
  @Matches(/^[\w.~-]{43,128}$/, { message: 'must be 43 to 128 characters of A-Z, a-z, 0-9 and -._~' })
  verifier!: string;

  /** Of the account that is to be linked, when it is asked for. */
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @Length(1, MAX_PASSWORD_LENGTH)
  password?: string;
}
