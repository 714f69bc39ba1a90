import type { INestApplication } from '@nestjs/common';
import { UsersService } from '../modules/users/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/load-config.js';
import { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import { Log } from '../platform/logging/log.js';
import { addMembers } from './add-members.js';
import { addAvatars } from './add-photos.js';
import { addPosts } from './add-posts.js';
import { addTodos } from './add-todos.js';
import { Backdating } from './backdate.js';
import { DEMO_PASSWORD, type DemoMember, emailOf } from './demo-member.js';
import { daysBefore } from './moments.js';
import { readMembers, readPosts } from './read-assets.js';

/**
 * Fills the kitchen with a dozen members, a hundred posts, threads of comments, and todos, as if the year before now had been
 * spent here.
 *
 * All of it is one transaction: a seeding that is killed leaves nothing behind, and of two at the same time one waits for the
 * other. Where a member of the demo has joined before, nothing is added, so that whatever people have changed or deleted since
 * stays as they left it.
 */
export async function seed(app: INestApplication): Promise<void> {
  const [database, members] = [app.get(Database), await readMembers()];
  await database.transaction(async () => {
    // Another seeding may take its time, and this one too.
    await database.execute(sql`set local lock_timeout = '60s'`);
    await database.execute(sql`set local statement_timeout = '60s'`);
    await database.execute(sql`select pg_advisory_xact_lock(hashtextextended('kitchen:demo', 0))`);
    if ((await findJoined(app, members)).length === 0) await addEverything(app, members);
  });
  await sayWhatIsThere(app, await findJoined(app, members));
}

async function findJoined(app: INestApplication, members: readonly DemoMember[]): Promise<DemoMember[]> {
  const joined: DemoMember[] = [];
  for (const member of members) if (await app.get(UsersService).findByLogin(emailOf(member))) joined.push(member);
  return joined;
}

async function addEverything(app: INestApplication, members: readonly DemoMember[]): Promise<void> {
  const seeding = { app, now: app.get(Clock).now(), cast: await addMembers(app, members) };
  await addAvatars(seeding);
  await addTodos(seeding, members);
  await addPosts(seeding, await readPosts());
  const past = members.flatMap(({ username, joinedDaysAgo }) => {
    const id = seeding.cast.get(username)?.id;
    return id === undefined ? [] : [{ id, createdAt: daysBefore(seeding.now, joinedDaysAgo, username) }];
  });
  await new Backdating(app.get(Database)).accounts(past);
}

async function sayWhatIsThere(app: INestApplication, joined: readonly DemoMember[]): Promise<void> {
  const counts = await app.get(Database).one<Record<string, number>>(sql`
    select (select count(*) from users)::int as members,
      (select count(*) from posts where status = 'published')::int as posts,
      (select count(*) from posts where status = 'draft')::int as drafts,
      (select count(*) from comments where body is not null)::int as comments,
      (select count(*) from todos)::int as todos`);
  const names = joined.map(({ username }) => username).join(', ');
  const log = app.get<Log>(Log);
  log.info(counts, `The demo is there. Log in with the password ${DEMO_PASSWORD} as one of ${names}.`);
  if (app.get(Config).get('NODE_ENV') === 'production') {
    log.warn({}, 'Everybody knows that password, and one of them is an admin: keep this away from the internet.');
  }
}
