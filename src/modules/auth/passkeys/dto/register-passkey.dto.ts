import { Type } from 'class-transformer';
import {
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  ValidateNested,
  ArrayMaxSize,
} from 'class-validator';
import { Tidy } from '../../../../platform/http/transforms.js';
import { CredentialDto, IsBase64Url } from './credential.dto.js';

class AttestationResponseDto {
  /** @example "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoi4oCmIn0" */
  @IsBase64Url(4_000)
  clientDataJSON!: string;

  /** @example "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVgg4oCm" */
  @IsBase64Url(20_000)
  attestationObject!: string;

  /** @example ["internal"] */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  transports?: string[];

  /** What browsers add for who does not want to parse; not looked at. */
  @IsOptional()
  @IsBase64Url(4_000)
  authenticatorData?: string;

  /** Not looked at. */
  @IsOptional()
  @IsBase64Url(8_000)
  publicKey?: string;

  /** Not looked at. */
  @IsOptional()
  @IsInt()
  publicKeyAlgorithm?: number;
}

/** `RegistrationResponseJSON` (WebAuthn §5.1): what `navigator.credentials.create()` gave, by its `toJSON()`. */
export class AttestationDto extends CredentialDto {
  @IsObject()
  @ValidateNested()
  @Type(() => AttestationResponseDto)
  response!: AttestationResponseDto;
}

export class RegisterPasskeyDto {
  /**
   * To tell it from others by; the name of the browser's device when left out.
   * @example "Blue security key"
   */
  @IsOptional()
  @Tidy()
  @IsString()
  @Length(1, 80)
  name?: string;

  @IsObject()
  @ValidateNested()
  @Type(() => AttestationDto)
  credential!: AttestationDto;
}
