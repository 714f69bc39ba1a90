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

/** Everywhere that one is signed in, last used first. */
export class SessionList {
  items!: SessionView[];
  nextCursor!: string | null;
}
