import type { Lane } from '../../../platform/limits/attempts.js';
import { networkOf } from '../../../platform/limits/network.js';
import type { Patience } from '../../../platform/limits/patience.js';
import type { OwnAccount } from '../../users/index.js';
import type { Client } from '../clients.js';

const HOUR_SECONDS = 3600;

/** At the longest pause it is four guesses in an hour; NIST SP 800-63B §3.2.2 wants at most 100 in a row. */
const slow = { free: 5, firstPauseSeconds: 5, longestPauseSeconds: HOUR_SECONDS / 4 };
const forgottenAfterSeconds = 24 * HOUR_SECONDS;

export const PASSWORD_PATIENCE: Patience = { name: 'password', ...slow, forgottenAfterSeconds };
const DEVICE_PATIENCE: Patience = { ...PASSWORD_PATIENCE, name: 'device' };
const PROOF_PATIENCE: Patience = { ...PASSWORD_PATIENCE, name: 'proof' };
const LINK_PATIENCE: Patience = { ...PASSWORD_PATIENCE, name: 'link' };

/** Many may share an address, so it has more at once and shorter pauses. What has succeeded is not counted. */
export const NETWORK_PATIENCE: Patience = {
  name: 'failed-logins',
  free: 100,
  firstPauseSeconds: 1,
  longestPauseSeconds: 60,
  forgottenAfterSeconds: HOUR_SECONDS,
};

/** Programs that go on with a token that has expired are many, and who guesses has no chance anyway. */
export const TOKEN_PATIENCE: Patience = { ...NETWORK_PATIENCE, name: 'refused-tokens', free: 1_000 };

/** A guess at a password of whoever has this name. From a device that the member is known by, only that one's failures count. */
export function loginLanes(user: OwnAccount | undefined, login: string, client: Client, knownDevice?: string): Lane[] {
  if (knownDevice !== undefined) return [{ patience: DEVICE_PATIENCE, whom: knownDevice, isForgiving: true }];
  return [
    { patience: NETWORK_PATIENCE, whom: networkOf(client.ip), isTold: true },
    { patience: PASSWORD_PATIENCE, whom: nameIn(login, user), isForgiving: true },
  ];
}

/** Every name under which a member's password may be guessed. */
export function nameLanes({ username, email }: OwnAccount): Lane[] {
  return [username, email].map((name) => ({ patience: PASSWORD_PATIENCE, whom: name.toLowerCase() }));
}

/** A personal access token that was not good. */
export function tokenLane(network: string): Lane[] {
  return [{ patience: TOKEN_PATIENCE, whom: network, isTold: true }];
}

/** A guess by somebody who is signed in, where the password is asked for once more. */
export function proofLane(userId: string): Lane[] {
  return [{ patience: PROOF_PATIENCE, whom: userId, isForgiving: true }];
}

/** A guess by somebody who has the member's address elsewhere, and may be a stranger: it does not keep the member from proving. */
export function linkLane(userId: string): Lane[] {
  return [{ patience: LINK_PATIENCE, whom: userId, isForgiving: true }];
}

/**
 * What failures are counted under: the name that was typed. Counting them by the account would tell which username and which
 * address are one's. PostgreSQL folds some letters that JavaScript does not, so the name is taken from the account where there
 * is one: no spelling of it has failures of its own.
 */
function nameIn(login: string, user: OwnAccount | undefined): string {
  const name = user && (login.includes('@') ? user.email : user.username);
  return (name ?? login).toLowerCase();
}
