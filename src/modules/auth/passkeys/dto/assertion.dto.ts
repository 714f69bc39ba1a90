import { Type } from 'class-transformer';
import { IsObject, IsOptional, ValidateNested } from 'class-validator';
import { CredentialDto, IsBase64Url } from './credential.dto.js';

class AssertionResponseDto {
  /** @example "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoi4oCmIn0" */
  @IsBase64Url(4_000)
  clientDataJSON!: string;

  /** @example "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ" */
  @IsBase64Url(4_000)
  authenticatorData!: string;

  /** @example "MEUCIQC0d3JpdHRlbi1ieS1ub2JvZHktYW5kLWdvb2QtZm9yLW5vdGhpbmc" */
  @IsBase64Url(8_000)
  signature!: string;

  /** @example "AZrSwXs-fFWcHz8vD29aEA" */
  @IsOptional()
  @IsBase64Url(100)
  userHandle?: string;
}

/** `AuthenticationResponseJSON` (WebAuthn §5.1): what `navigator.credentials.get()` gave, by its `toJSON()`. */
export class AssertionDto extends CredentialDto {
  @IsObject()
  @ValidateNested()
  @Type(() => AssertionResponseDto)
  response!: AssertionResponseDto;
}
