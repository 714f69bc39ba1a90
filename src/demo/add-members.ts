import type { INestApplication } from '@nestjs/common';
import { AuthService } from '../modules/auth/index.js';
import { StandingService, UsersService } from '../modules/users/index.js';
import { Log } from '../platform/logging/log.js';
import type { SignedInUser } from '../platform/security/signed-in-user.js';
import { DEMO_PASSWORD, type DemoMember, emailOf } from './demo-member.js';
import type { Seeding } from './seeding.js';

const CLIENT = { device: 'Demo', ip: '127.0.0.1' };

/** Registers everybody. Whose username somebody else has already is left out, with all that belongs to that member. */
export async function addMembers(app: INestApplication, members: readonly DemoMember[]): Promise<Seeding['cast']> {
  const [auth, users, standing] = [app.get(AuthService), app.get(UsersService), app.get(StandingService)];
  const cast = new Map<string, SignedInUser>();
  for (const member of members) {
    const { username, displayName, bio, timezone, role } = member;
    if (await users.findByLogin(username)) {
      app.get<Log>(Log).warn({ username }, 'somebody has this username already: that member of the demo is left out');
      continue;
    }
    const account = { username, displayName, email: emailOf(member), password: DEMO_PASSWORD };
    // Nobody reads mails at these addresses.
    const { user } = await auth.register(account, CLIENT, { isAddressProven: true });
    await users.update(user.id, { bio, timezone }, undefined);
    if (role !== 'user') await standing.changeRole(username, role);
    cast.set(username, { id: user.id, username, role });
  }
  return cast;
}
