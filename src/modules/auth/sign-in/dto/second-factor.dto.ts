import { IsString, MaxLength } from 'class-validator';

export class SecondFactorDto {
  /**
   * From the answer to `POST /auth/login`.
   * @example "klc_hPq0ZrQn3yYxW5m2b9tG7u"
   */
  @IsString()
  @MaxLength(200)
  challenge!: string;

  /**
   * What the authenticator app shows, or a recovery code.
   * @example "492039"
   */
  @IsString()
  @MaxLength(100)
  code!: string;
}
