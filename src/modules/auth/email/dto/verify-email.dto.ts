import { IsString, MaxLength } from 'class-validator';

export class VerifyEmailDto {
  /**
   * What stands behind `#token=` in the link of the mail.
   * @example "kev_hPq0ZrQn3yYxW5m2b9tG7u"
   */
  @IsString()
  @MaxLength(200)
  token!: string;
}
