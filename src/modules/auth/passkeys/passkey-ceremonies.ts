import { Injectable } from '@nestjs/common';
import { parse as parseUuid } from 'uuid';
import type { OwnAccount } from '../../users/index.js';
import type { AssertionDto } from './dto/assertion.dto.js';
import type { AttestationDto } from './dto/register-passkey.dto.js';
import { CHALLENGE_LIFETIME_MILLIS, PasskeyChallenges, type PasskeyPurpose } from './passkey-challenges.js';
import { passkeyErrors } from './passkey.errors.js';
import type { PasskeyCreationOptions, PasskeyRequestOptions } from './passkey-options.view.js';
import type { Passkey } from './passkey.entity.js';
import type { NewPasskey, PasskeyKey } from './passkeys.repository.js';
import { RelyingParty } from './relying-party.js';
import { webauthn, type WebAuthn } from './webauthn.js';

export type Descriptor = Pick<Passkey, 'credentialId' | 'transports'>;

/** What an authenticator said, and the challenge that it said it to. */
export interface Registration {
  challenge: string;
  credential: Pick<NewPasskey, 'credentialId' | 'publicKey' | 'signCount' | 'isBackedUp'>;
}
export interface Assertion {
  challenge: string;
  signCount: number;
  isBackedUp: boolean;
}

/** The ceremonies of WebAuthn (§7): what browsers are asked for, and whether their answers are right. */
@Injectable()
export class PasskeyCeremonies {
  constructor(
    private readonly party: RelyingParty,
    private readonly challenges: PasskeyChallenges,
  ) {}

  async creationOptions(account: OwnAccount, known: readonly Descriptor[]): Promise<PasskeyCreationOptions> {
    const { algorithms, generateRegistrationOptions } = await webauthn();
    return generateRegistrationOptions({
      rpName: this.party.name,
      rpID: this.party.id,
      userID: Uint8Array.from(parseUuid(account.id)),
      userName: account.username,
      userDisplayName: account.displayName,
      challenge: this.challenges.issue('registration', account.id),
      timeout: CHALLENGE_LIFETIME_MILLIS,
      attestationType: 'none',
      excludeCredentials: known.map(toDescriptor),
      // Found without a username, and worth two factors: something one has, and what one knows or is.
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: algorithms,
    });
  }

  /** @throws `auth.passkey_not_registered`, `auth.passkey_origin` */
  async register(userId: string, answer: AttestationDto): Promise<Registration> {
    const library = await webauthn();
    const { challenge, origin } = this.readClientData(library, answer.response) ?? throwNotRegistered();
    try {
      refuseCertificates(library, answer);
      const { registrationInfo: info } = await library.verifyRegistrationResponse({
        response: answer as Parameters<WebAuthn['verifyRegistrationResponse']>[0]['response'],
        expectedChallenge: (given) => this.challenges.isGood(given, 'registration', userId),
        expectedOrigin: origin,
        expectedRPID: this.party.id,
        requireUserVerification: true,
        supportedAlgorithmIDs: library.algorithms,
      });
      if (!info) return throwNotRegistered();
      const { id: credentialId, publicKey, counter: signCount } = info.credential;
      const { credentialBackedUp: isBackedUp } = info;
      return { challenge, credential: { credentialId, publicKey: Buffer.from(publicKey), signCount, isBackedUp } };
    } catch (cause) {
      return throwNotRegistered(cause);
    }
  }

  /** @param known if given, the member's passkeys are offered by name; else the browser asks which to use. */
  async requestOptions(purpose: PasskeyPurpose, userId?: string, known?: Descriptor[]): Promise<PasskeyRequestOptions> {
    const { generateAuthenticationOptions } = await webauthn();
    return generateAuthenticationOptions({
      rpID: this.party.id,
      challenge: this.challenges.issue(purpose, userId),
      timeout: CHALLENGE_LIFETIME_MILLIS,
      userVerification: 'required',
      ...(known && { allowCredentials: known.map(toDescriptor) }),
    });
  }

  /**
   * Whether the authenticator that holds a passkey has answered a challenge of ours. That it is answered once, and that the
   * counter has risen, is for the caller to make sure of.
   *
   * @returns undefined for a wrong answer, whatever is wrong with it.
   * @throws `auth.passkey_origin`
   */
  async verify(
    answer: AssertionDto,
    { userId, credentialId, publicKey }: PasskeyKey,
    purpose: PasskeyPurpose,
    challengedUserId?: string,
  ): Promise<Assertion | undefined> {
    const library = await webauthn();
    const clientData = this.readClientData(library, answer.response);
    const isTheirs = answer.response.userHandle === library.isoBase64URL.fromBuffer(Uint8Array.from(parseUuid(userId)));
    if (!clientData || !isTheirs) return undefined;
    try {
      const { verified, authenticationInfo } = await library.verifyAuthenticationResponse({
        response: answer as Parameters<WebAuthn['verifyAuthenticationResponse']>[0]['response'],
        expectedChallenge: (given) => this.challenges.isGood(given, purpose, challengedUserId),
        expectedOrigin: clientData.origin,
        expectedRPID: this.party.id,
        // The database compares the counters.
        credential: { id: credentialId, publicKey: Uint8Array.from(publicKey), counter: 0 },
        requireUserVerification: true,
      });
      const { newCounter: signCount, credentialBackedUp: isBackedUp } = authenticationInfo;
      return verified ? { challenge: clientData.challenge, signCount, isBackedUp } : undefined;
    } catch {
      return undefined;
    }
  }

  /** @throws `auth.passkey_origin` for a page that may not use passkeys here. @returns undefined when it cannot be read. */
  private readClientData(
    library: WebAuthn,
    { clientDataJSON }: { clientDataJSON: string },
  ): { challenge: string; origin: string } | undefined {
    const { challenge, origin } = parse(library, clientDataJSON) ?? {};
    if (typeof challenge !== 'string' || typeof origin !== 'string') return undefined;
    if (!this.party.allows(origin)) throw passkeyErrors.passkeyOrigin();
    return { challenge, origin };
  }
}

function parse(
  { decodeClientDataJSON }: WebAuthn,
  clientDataJSON: string,
): { challenge?: unknown; origin?: unknown } | undefined {
  try {
    return decodeClientDataJSON(clientDataJSON);
  } catch {
    return undefined;
  }
}

/**
 * Who made an authenticator is not asked for, so no certificate is looked at: following the addresses in one that anybody may
 * have written would be a way to make this server call others.
 */
function refuseCertificates({ decodeAttestationObject, isoBase64URL }: WebAuthn, { response }: AttestationDto): void {
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject));
  const format = attestation.get('fmt');
  const isSelfMade = format === 'packed' && attestation.get('attStmt').get('x5c') === undefined;
  if (format !== 'none' && !isSelfMade) throw new Error('No attestation was asked for');
}

function throwNotRegistered(cause?: unknown): never {
  throw passkeyErrors.passkeyNotRegistered(cause instanceof Error ? { detail: cause.message, cause } : {});
}

function toDescriptor({ credentialId, transports }: Descriptor) {
  return { id: credentialId, transports };
}
