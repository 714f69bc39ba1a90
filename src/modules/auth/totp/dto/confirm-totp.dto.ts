import { IsString, MaxLength } from 'class-validator';

export class ConfirmTotpDto {
  /**
   * What the app shows.
   * @example "492039"
   */
  @IsString()
  @MaxLength(20)
  code!: string;
}
