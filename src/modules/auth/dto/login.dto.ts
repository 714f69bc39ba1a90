import { IsString, MaxLength } from 'class-validator';
import { Trim } from '../../../platform/http/transforms.js';

export class LoginDto {
  /**
   * Username or e-mail address.
   * @example "grace"
   */
  @Trim()
  @IsString()
  @MaxLength(254)
  login!: string;

  /** @example "correct horse battery staple" */
  // No length limits here: a password that is too long is simply wrong, and must take as long to be found so.
  @IsString()
  password!: string;
}
