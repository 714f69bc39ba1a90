import { IsString, Length } from 'class-validator';
import { Tidy } from '../../../../platform/http/transforms.js';

export class RenamePasskeyDto {
  /** @example "Blue security key" */
  @Tidy()
  @IsString()
  @Length(1, 80)
  name!: string;
}
