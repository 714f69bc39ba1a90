/** Roles in rising order of what they may do. */
export const ROLES = ['user', 'moderator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who makes the request, as far as rooms need to know. Set on the request by the guard of the auth room. */
export interface SignedInUser {
  readonly id: string;
  readonly username: string;
  /** What one may do here. Whoever comes with a personal access token may do what every member may, and no more. */
  readonly role: Role;
}

/** Somebody who signed in, as opposed to a program with a token: what concerns the account's security is for them alone. */
export interface SessionUser extends SignedInUser {
  readonly sessionId: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    user?: SignedInUser;
  }
}

/** Moderators and admins may look after what others wrote. */
export function isModerator(user: SignedInUser | undefined): boolean {
  return user !== undefined && user.role !== 'user';
}
