import { type Html, html } from '../../platform/pages/html.js';
import { layout } from '../../platform/pages/layout.js';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './password-rules.js';

const SCRIPT = 'token-form.js';
const noScript = html`<noscript><p>This page needs JavaScript, which is switched off.</p></noscript>`;

/** Where the link to verify an address leads. Only the button uses the token up: programs that look through mails open links, too. */
export function verifyEmailPage(): string {
  return layout({
    title: 'Verify your e-mail address',
    description: 'Says that an e-mail address is yours.',
    script: SCRIPT,
    main: html`
      <h1>Verify your e-mail address</h1>
      ${noScript}
      <form
        data-action="/api/v1/auth/email/verify"
        data-for="token"
        data-done="Thank you. The address is verified."
        hidden
      >
        <p>Is the address yours to which this link was sent?</p>
        ${button('Yes, it is mine')}
      </form>
      <p data-for="nobody" hidden>Please open this page by the link in the mail.</p>
    `,
  });
}

/** Where the link to choose a new password leads; without a link, where one asks for it. */
export function resetPasswordPage(): string {
  return layout({
    title: 'Choose a new password',
    description: 'For who has forgotten the password.',
    script: SCRIPT,
    main: html`
      <h1>Choose a new password</h1>
      ${noScript}
      <form
        data-action="/api/v1/auth/password/reset"
        data-for="token"
        data-done="Done. You are signed out everywhere; log in with your new password."
        hidden
      >
        <label>
          New password
          <input
            name="newPassword"
            type="password"
            autocomplete="new-password"
            required
            minlength="${MIN_PASSWORD_LENGTH}"
            maxlength="${MAX_PASSWORD_LENGTH}"
          />
        </label>
        ${button('Take this password')}
      </form>
      <form
        data-action="/api/v1/auth/password/forgot"
        data-for="nobody"
        data-done="If an account has this address, a mail with a link is on its way."
        hidden
      >
        <label>
          Your e-mail address
          <input name="email" type="email" autocomplete="email" required maxlength="254" />
        </label>
        ${button('Send me a link')}
      </form>
    `,
  });
}

function button(label: string): Html {
  return html`<p><button class="button" type="submit">${label}</button></p>
    <p><output></output></p>`;
}
