import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { AssertionDto } from './assertion.dto.js';

export class PasskeySignInDto {
  @IsObject()
  @ValidateNested()
  @Type(() => AssertionDto)
  credential!: AssertionDto;
}
