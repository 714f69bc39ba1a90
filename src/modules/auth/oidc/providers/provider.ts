/** What somebody is elsewhere, as the service there has said to us directly. */
export interface ExternalIdentity {
  /** Names the person there, for ever; together with the issuer it is unique (OpenID Connect Core §5.7). */
  subject: string;
  /** Only if the service says that it is verified. */
  email: string | null;
  username: string | null;
  displayName: string | null;
}

/** What ties a service's answer to the browser that was sent there. */
export interface SignInSecrets {
  state: string;
  nonce: string;
  /** RFC 7636. */
  codeVerifier: string;
}

/** A service elsewhere with whose accounts one can sign in. */
export interface Provider {
  /** In addresses of ours. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Whose word it is. */
  readonly issuer: string;

  /** Where to send the browser. @throws `auth.provider_unavailable` */
  authorizationUrl(redirectUri: string, secrets: SignInSecrets): Promise<URL>;

  /**
   * Who it is that came back to `callback`, the redirect address with what the service has added.
   *
   * @throws `auth.provider_unavailable`, `auth.sign_in_refused`
   */
  identify(callback: URL, secrets: SignInSecrets): Promise<ExternalIdentity>;
}
