/** One of one's passkeys. */
export class PasskeyView {
  id!: string;

  /** @example "Chrome on Android" */
  name!: string;

  /** Whether it is kept in more places than one device, as by a password manager. */
  isBackedUp!: boolean;

  createdAt!: Date;
  lastUsedAt!: Date | null;
}

/** Newest first. A member may have 20. */
export class PasskeyPage {
  items!: PasskeyView[];
  nextCursor!: string | null;
}
