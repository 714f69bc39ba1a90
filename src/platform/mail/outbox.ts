/** A mail, ready to be handed on. */
export interface Mail {
  /** The same at each attempt, so that a mail which arrives twice can be known by it. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The link that the mail is about. */
  link: string | undefined;
}

/** Where mails leave the house: a port with a driver for each way out. */
export abstract class Outbox {
  /**
   * Hands one mail on.
   *
   * @throws when that did not work; a {@link HopelessJobError} when it never will.
   */
  abstract deliver(mail: Mail): Promise<void>;
}
