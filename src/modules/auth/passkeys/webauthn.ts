let loading: ReturnType<typeof load> | undefined;

/** The library comes with the first passkey: a process that sees none starts sooner, and does without its 7 MB. */
export function webauthn(): ReturnType<typeof load> {
  return (loading ??= load());
}

async function load() {
  const [server, helpers] = await Promise.all([
    import('@simplewebauthn/server'),
    import('@simplewebauthn/server/helpers'),
  ]);
  const { cose, decodeAttestationObject, decodeClientDataJSON, isoBase64URL } = helpers;
  /** What every platform can: Ed25519, ECDSA on P-256, RSA (RFC 9053 §2, RFC 8812 §2). */
  const algorithms = [cose.COSEALG.EdDSA, cose.COSEALG.ES256, cose.COSEALG.RS256];
  return { ...server, decodeAttestationObject, decodeClientDataJSON, isoBase64URL, algorithms };
}

export type WebAuthn = Awaited<ReturnType<typeof load>>;
