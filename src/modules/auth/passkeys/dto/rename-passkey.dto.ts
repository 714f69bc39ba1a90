import { IsString, Length } from 'class-validator';
import { Trim } from '../../../../platform/http/transforms.js';

export class RenamePasskeyDto {
  /** @example "Blue security key" */
  @Trim()
  @IsString()
  @Length(1, 80)
  name!: string;
}
