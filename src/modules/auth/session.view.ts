import type { OwnAccount } from '../users/index.js';

/** A sign-in: who it is, a token to use now, and a token to get the next one with. */
export class SignedInSession {
  user!: OwnAccount;
  /** Send it as `Authorization: Bearer …`. */
  accessToken!: string;
  accessTokenExpiresAt!: Date;
  /** Good once, for `POST /auth/refresh`. */
  refreshToken!: string;
  refreshTokenExpiresAt!: Date;
}

/** What signing in answers: the session, and what the device is known by from now on. */
export class SignInView extends SignedInSession {
  /**
   * Keep it, also after logging out, and send it as `Device-Token` with the next login from this device: it is recognised then,
   * and others' wrong guesses at the password do not slow it down. It signs nobody in.
   * @example "kdv_AZrSwXs-fFWcHz8vD29aEKm3kq0cU0b7d4fJQm2yq8w5tqB1nXrXo3Zb0u9d4h2Yw"
   */
  deviceToken!: string;
}

/** A place where somebody is signed in. */
export class SessionView {
  id!: string;
  /** @example "Firefox on Linux" */
  device!: string;
  /** @example "192.0.2.7" */
  ip!: string;
  createdAt!: Date;
  lastUsedAt!: Date;
  /** Whether this request was made with it. */
  current!: boolean;
}

/** Where one is signed in, the latest sign-in first. */
export class SessionPage {
  items!: SessionView[];
  nextCursor!: string | null;
}
