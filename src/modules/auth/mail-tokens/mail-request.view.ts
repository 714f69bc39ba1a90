/** That a mail was asked for. Whether one is sent is seen in the mailbox only. */
export class MailRequest {
  /** @example "If there is somebody to write to, a mail with a link is on its way. It may take a minute." */
  message!: string;
}

export const mailRequested: MailRequest = {
  message: 'If there is somebody to write to, a mail with a link is on its way. It may take a minute.',
};
