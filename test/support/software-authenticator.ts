import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { Api } from './api.js';

const [USER_PRESENT, USER_VERIFIED, ATTESTED] = [0x01, 0x04, 0x40];

/** What a hostile or broken authenticator, or page, could do otherwise. */
export interface Twist {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  isVerified?: boolean;
  counter?: number;
  userHandle?: string | undefined;
  signWith?: KeyObject;
  attestation?: { fmt: string; attStmt: Map<string, unknown> };
}

interface Options {
  challenge: string;
  user?: { id: string };
}

/** An authenticator in software (WebAuthn §6): one passkey on P-256, and no scruples. */
export class SoftwareAuthenticator {
  readonly id = randomBytes(16).toString('base64url');
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private userHandle = '';
  counter = 0;

  constructor(
    private readonly origin = 'http://localhost:5173',
    private readonly rpId = 'localhost',
  ) {}

  /** What `navigator.credentials.create()` would give, as JSON. */
  create({ challenge, user }: Options, twist: Twist = {}) {
    this.userHandle = user?.id ?? '';
    const { fmt, attStmt } = twist.attestation ?? { fmt: 'none', attStmt: new Map() };
    const authData = this.authenticatorData(ATTESTED, twist, this.attestedCredential());
    const attestationObject = isoCBOR.encode(
      new Map<string, unknown>([
        ['fmt', fmt],
        ['attStmt', attStmt],
        ['authData', Uint8Array.from(authData)],
      ]) as never,
    );
    return this.credential({
      clientDataJSON: clientData('webauthn.create', challenge, this.origin, twist).toString('base64url'),
      attestationObject: Buffer.from(attestationObject).toString('base64url'),
      transports: ['internal'],
    });
  }

  /** What `navigator.credentials.get()` would give, as JSON. */
  get({ challenge }: Options, twist: Twist = {}) {
    this.counter++;
    const authData = this.authenticatorData(0, twist);
    const client = clientData('webauthn.get', challenge, this.origin, twist);
    const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
    return this.credential({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, twist.signWith ?? this.keys.privateKey).toString('base64url'),
      ...('userHandle' in twist ? { userHandle: twist.userHandle } : { userHandle: this.userHandle }),
    });
  }

  private credential<Response>(response: Response) {
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response,
    };
  }

  /** WebAuthn §6.1. */
  private authenticatorData(flags: number, twist: Twist, attested: Buffer = Buffer.alloc(0)): Buffer {
    const rpIdHash = createHash('sha256')
      .update(twist.rpId ?? this.rpId)
      .digest();
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(twist.counter ?? this.counter);
    const verified = twist.isVerified === false ? 0 : USER_VERIFIED;
    return Buffer.concat([rpIdHash, Buffer.from([flags | USER_PRESENT | verified]), counter, attested]);
  }

  /** WebAuthn §6.5.1, with a COSE_Key (RFC 9053 §7.1.1). */
  private attestedCredential(): Buffer {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    const key = isoCBOR.encode(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
        [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
      ]) as never,
    );
    const id = Buffer.from(this.id, 'base64url');
    return Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
  }
}

function clientData(type: string, challenge: string, origin: string, twist: Twist): Buffer {
  const data = { type: twist.type ?? type, challenge: twist.challenge ?? challenge, origin: twist.origin ?? origin };
  return Buffer.from(JSON.stringify({ ...data, crossOrigin: false }));
}

/** Registers a passkey for somebody who is signed in. */
export async function registerPasskey(api: Api, name?: string): Promise<{ id: string; device: SoftwareAuthenticator }> {
  const device = new SoftwareAuthenticator();
  const { body: options } = await api.post('/auth/passkeys/registration-options');
  const { body } = await api.post('/auth/passkeys', {
    ...(name !== undefined && { name }),
    credential: device.create(options),
  });
  return { id: body.id, device };
}
