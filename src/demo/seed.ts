import { setTimeout } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { UsersService } from '../modules/users/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/load-config.js';
import { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import { Log } from '../platform/logging/log.js';
import { addAvatars, portraitOf } from './add-avatars.js';
import { addMembers } from './add-members.js';
import { addPosts } from './add-posts.js';
import { addFollows } from './add-reactions.js';
import { addTodos } from './add-todos.js';
import { Album } from './album.js';
import { Backdating } from './backdate.js';
import { DEMO_PASSWORD, type DemoMember, emailOf } from './demo-member.js';
import type { DemoPost } from './demo-post.js';
import { daysBefore } from './moments.js';
import { readMembers, readPosts } from './read-assets.js';
import type { Seeding } from './seeding.js';

const ASK_AGAIN_MILLIS = 250;

/**
 * Fills the kitchen with a dozen members, a hundred posts with photos and threads of comments, and todos, as if the year before
 * now had been spent here.
 *
 * All of it is one transaction: a seeding that is killed leaves nothing behind, and of two at the same time one waits for the
 * other. Where a member of the demo has joined before, nothing is added, so that whatever people have changed or deleted since
 * stays as they left it.
 *
 * @param content other than what lies in `assets`.
 */
export async function seed(app: INestApplication, content?: DemoContent): Promise<void> {
  const { members, posts } = content ?? { members: await readMembers(), posts: await readPosts() };
  if ((await findJoined(app, members)).length === 0) {
    const portraits = members.map(({ username }) => portraitOf(username));
    const album = await Album.draw(app, [...portraits, ...posts.flatMap(({ pictures }) => pictures)]);
    await fill({ app, album, members, posts }).finally(() => album.close());
  }
  await sayWhatIsThere(app, await findJoined(app, members));
}

interface DemoContent {
  members: readonly DemoMember[];
  posts: readonly DemoPost[];
}

type Plan = DemoContent & Pick<Seeding, 'app' | 'album'>;

async function fill(plan: Plan): Promise<void> {
  const database = plan.app.get(Database);
  await database.transaction(async () => {
    await waitForOthers(database);
    if ((await findJoined(plan.app, plan.members)).length === 0) await addEverything(plan);
  });
}

/** Another seeding takes longer than any statement may, so this asks instead of waiting for the lock. */
async function waitForOthers(database: Database): Promise<void> {
  const lock = sql`select pg_try_advisory_xact_lock(hashtextextended('kitchen:demo', 0)) as "isMine"`;
  while (!(await database.one<{ isMine: boolean }>(lock)).isMine) await setTimeout(ASK_AGAIN_MILLIS);
}

async function findJoined(app: INestApplication, members: readonly DemoMember[]): Promise<DemoMember[]> {
  const joined: DemoMember[] = [];
  for (const member of members) if (await app.get(UsersService).findByLogin(emailOf(member))) joined.push(member);
  return joined;
}

async function addEverything({ app, album, members, posts }: Plan): Promise<void> {
  const seeding = { app, album, now: app.get(Clock).now(), cast: await addMembers(app, members) };
  await addAvatars(seeding);
  await addFollows(seeding);
  await addTodos(seeding, members);
  await addPosts(seeding, posts);
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
      (select count(*) from photos)::int as photos,
      (select count(*) from todos)::int as todos`);
  const names = joined.map(({ username }) => username).join(', ');
  const log = app.get<Log>(Log);
  log.info(counts, `The demo is there. Log in with the password ${DEMO_PASSWORD} as one of ${names}.`);
  if (app.get(Config).get('NODE_ENV') === 'production') {
    log.warn({}, 'Everybody knows that password, and one of them is an admin: keep this away from the internet.');
  }
}
