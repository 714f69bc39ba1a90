import { ApiProperty } from '@nestjs/swagger';

const CHALLENGE = '9mZsVHk5d2uYwXcQ4oT1bgGbRn8vVwAAAABnRXhhbXBsZQ';

/** A passkey to look for, or to leave alone. */
export class PasskeyDescriptor {
  /** @example "8hV2kq0mRr6t3uVYxZ4w5A" */
  id!: string;

  /** @example "public-key" */
  type!: string;

  /** @example ["internal"] */
  transports?: string[];
}

/** `PublicKeyCredentialCreationOptionsJSON` (WebAuthn §5.1.8), for `PublicKeyCredential.parseCreationOptionsFromJSON()`. */
export class PasskeyCreationOptions {
  @ApiProperty({ type: 'object', additionalProperties: true, example: { id: 'kitchen.example', name: 'Kitchen' } })
  rp!: { id?: string; name: string };

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { id: 'AZrSwXs-fFWcHz8vD29aEA', name: 'grace', displayName: 'Grace Hopper' },
  })
  user!: { id: string; name: string; displayName: string };

  @ApiProperty({ example: CHALLENGE })
  challenge!: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    example: [{ type: 'public-key', alg: -7 }],
  })
  pubKeyCredParams!: { type: 'public-key'; alg: number }[];

  /**
   * In milliseconds.
   * @example 300000
   */
  timeout?: number;

  excludeCredentials?: PasskeyDescriptor[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { residentKey: 'required', userVerification: 'required', requireResidentKey: true },
  })
  authenticatorSelection?: object;

  /** @example "none" */
  attestation?: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { credProps: true } })
  extensions?: object;
}

/** `PublicKeyCredentialRequestOptionsJSON` (WebAuthn §5.1.9), for `PublicKeyCredential.parseRequestOptionsFromJSON()`. */
export class PasskeyRequestOptions {
  @ApiProperty({ example: CHALLENGE })
  challenge!: string;

  /**
   * In milliseconds.
   * @example 300000
   */
  timeout?: number;

  /** @example "kitchen.example" */
  rpId?: string;

  /** Those to choose from; absent where the browser asks which. */
  allowCredentials?: PasskeyDescriptor[];

  /** @example "required" */
  userVerification?: string;
}
