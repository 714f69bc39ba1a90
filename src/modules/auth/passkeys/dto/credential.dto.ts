import { IsIn, IsObject, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

const BASE64URL = /^[\w-]*$/;

/** Bytes in base64url, as WebAuthn's JSON has them. */
export const IsBase64Url =
  (maxLength: number): PropertyDecorator =>
  (target, name) => {
    Matches(BASE64URL, { message: 'must be base64url' })(target, name);
    MaxLength(maxLength)(target, name);
    IsString()(target, name);
  };

/** What registration and sign-in have in common of `PublicKeyCredential.toJSON()` (WebAuthn §5.1). */
export class CredentialDto {
  /** @example "8hV2kq0mRr6t3uVYxZ4w5A" */
  @IsBase64Url(1_400)
  id!: string;

  /** @example "8hV2kq0mRr6t3uVYxZ4w5A" */
  @IsBase64Url(1_400)
  rawId!: string;

  @IsIn(['public-key'])
  type!: 'public-key';

  /** @example "platform" */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  authenticatorAttachment?: string;

  /** @example {} */
  @IsObject()
  clientExtensionResults!: object;
}
