import type { Scope } from '../../src/modules/auth/tokens/token-scopes.js';
import { Api } from './api.js';
import type { Kitchen, Member } from './app.js';

/** Has a member make a personal access token. @returns it, its id, and a client that uses it. */
export async function personalToken(
  { origin }: Pick<Kitchen, 'origin'>,
  member: Pick<Member, 'api'>,
  scopes: Scope[],
): Promise<{ id: string; token: string; api: Api }> {
  const { body } = await member.api.post('/auth/tokens', { name: 'A program', scopes });
  return { id: body.id, token: body.token, api: new Api(origin, body.token) };
}
