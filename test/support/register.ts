import { Api } from './api.js';
import type { Kitchen } from './app.js';

export const PASSWORD = 'a walk in the park 42';
let counter = 0;

/** Somebody who registered with a password, and is signed in. */
export interface Registered {
  id: string;
  username: string;
  email: string;
  accessToken: string;
  refreshToken: string;
  api: Api;
  /** Signs in once more, elsewhere. */
  signIn(password?: string): Promise<Api>;
}

/** Registers somebody through the front door: slower than `kitchen.member()`, but with a password and a mail. */
export async function register(kitchen: Kitchen, email?: string): Promise<Registered> {
  const username = `grace_${process.pid}_${++counter}`;
  const account = { username, email: email ?? `${username}@example.com`, password: PASSWORD };
  const { body } = await kitchen.guest.post('/auth/register', account);
  return {
    id: body.user.id,
    username,
    email: account.email,
    accessToken: body.accessToken,
    refreshToken: body.refreshToken,
    api: new Api(kitchen.origin, body.accessToken),
    signIn: async (password = PASSWORD) => {
      const answer = await kitchen.guest.post('/auth/login', { login: username, password });
      return new Api(kitchen.origin, answer.body?.accessToken);
    },
  };
}
