/** A service with whose accounts one can sign in here. */
export class ProviderView {
  /** @example "google" */
  id!: string;
  /** @example "Google" */
  name!: string;
  /**
   * Where to send the browser, with `challenge` and, if need be, `returnTo`.
   * @example "/api/v1/auth/oidc/google"
   */
  url!: string;
}

/** All that are configured, which are few. */
export class ProviderList {
  items!: ProviderView[];
  nextCursor!: string | null;
}

/** An account elsewhere with which one signs in here. */
export class IdentityView {
  id!: string;
  /** @example "google" */
  provider!: string;
  /**
   * The address there when it was linked.
   * @example "grace@example.com"
   */
  email!: string | null;
  createdAt!: Date;
  /** When somebody last signed in with it. */
  lastUsedAt!: Date | null;
}

/** Oldest first. An account may have 20. */
export class IdentityPage {
  items!: IdentityView[];
  nextCursor!: string | null;
}
