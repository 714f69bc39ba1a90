import { httpErrors } from '../../platform/errors/http.errors.js';

export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 256;

let commonPasswords: Promise<ReadonlySet<string>> | undefined;

/**
 * Refuses a new password that is easy to guess: one of the commonly used ones, or the member's own name or address
 * (NIST SP 800-63B §3.1.1.2). Length is checked by the DTO.
 *
 * @throws `http.validation_failed` naming the field.
 */
export async function assertGoodPassword(
  password: string,
  account: { username: string; email: string },
  pointer = '/password',
): Promise<void> {
  const folded = password.toLowerCase();
  const [mailbox = ''] = account.email.split('@');
  const own = [account.username, account.email, mailbox].map((name) => name.toLowerCase());
  if (own.includes(folded)) {
    refuse(pointer, 'auth.password_is_name', 'must not be the username or the e-mail address');
  }
  if ((await loadCommonPasswords()).has(folded)) {
    refuse(pointer, 'auth.password_too_common', 'is among the most commonly used passwords; choose another one');
  }
}

function refuse(pointer: string, code: string, detail: string): never {
  throw httpErrors.validationFailed({ errors: [{ pointer, code, detail }] });
}

/** Loaded at first use: nobody needs 49,000 passwords in memory to read a blog. */
function loadCommonPasswords(): Promise<ReadonlySet<string>> {
  commonPasswords ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common']),
  );
  return commonPasswords;
}
