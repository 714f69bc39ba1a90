import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrations } from '../../src/platform/database/migrations/index.js';
import { findingsIn, type Judged } from '../support/migration-rules.js';

/** Those before ran before anything was released: on tables without rows, with no other version beside them. */
const FIRST_JUDGED = 1764000065000;

type Migration = new () => MigrationInterface & { contract?: string };

/** What a migration says to the database, without one. */
async function judged(migration: Migration): Promise<Judged> {
  const instance = new migration();
  const texts: string[] = [];
  await instance.up({ query: (text: string) => Promise.resolve(void texts.push(text)) } as unknown as QueryRunner);
  return {
    name: migration.name,
    texts,
    isTransactional: instance.transaction !== false,
    isContract: instance.contract !== undefined,
  };
}

describe('migrations', () => {
  const timestamps = migrations.map(({ name }) => Number(/\d{13}$/.exec(name)?.[0]));

  it('are named by the moment that orders them, each by its own', () => {
    expect(timestamps.every(Number.isInteger)).toBe(true);
    expect(timestamps).toEqual([...new Set(timestamps)].sort((a, b) => a - b));
  });

  it('hold nobody up, and take nothing away that the version before needs', async () => {
    const recent = migrations.filter((_, at) => timestamps[at]! >= FIRST_JUDGED);
    expect(await findingsIn(await Promise.all(recent.map(judged)))).toEqual([]);
  });
});

describe('the judge of migrations', () => {
  const of = (texts: string[], rest: Partial<Judged> = {}): Judged => ({
    name: 'M',
    texts,
    isTransactional: true,
    isContract: false,
    ...rest,
  });
  const alone = { isTransactional: false };

  it.each([
    ['alter table posts alter title type varchar(10)', /M: posts\.title: .*type/],
    ['alter table posts set unlogged', /written anew/],
    ['alter table posts add seen_at timestamptz default clock_timestamp()', /posts\.seen_at: a default of its own/],
    ['alter table posts add key uuid not null default gen_random_uuid()', /posts\.key: a default of its own/],
    ['alter table posts add number bigserial', /posts\.number: a value of its own/],
    ['alter table posts add number bigint generated always as identity', /posts\.number: a value of its own/],
    ['alter table posts add words text generated always as (title) stored', /posts\.words: a value of its own/],
    ['alter table posts add kind text not null', /posts\.kind: the version before inserts no value/],
    ['alter table posts add size int default 1 check (size > 0)', /posts\.size: every row is looked at/],
    ['alter table posts add key text unique', /posts\.key: an index is built under a lock/],
    ['alter table posts add owner uuid default null references users', /posts\.owner: every row is looked up/],
    ['alter table posts alter excerpt set not null', /posts\.excerpt: every row is looked at/],
    ['alter table posts alter like_count drop default', /posts\.like_count: the version before leaves/],
    ['alter table posts add constraint c check (like_count < 9)', /posts c: every row is looked at/],
    ['alter table posts add constraint c foreign key (x) references y', /posts c: every row is looked at/],
    ['alter table posts add constraint c unique (title)', /posts c: an index is built under a lock/],
    ['alter table posts drop excerpt', /posts\.excerpt: the version before still reads/],
    ['alter table posts rename excerpt to summary', /rename of posts/],
    ['alter table posts rename to articles', /rename of posts/],
    ['drop table posts', /posts: the version before/],
    ['create index posts_x_idx on posts (title)', /posts_x_idx: nobody can write/],
    ['create index concurrently posts_x_idx on posts (title)', /posts_x_idx: .*outside of a transaction/],
    ["update posts set excerpt = ''", /posts: rows are locked/],
    ['delete from posts where title is null', /posts: rows are locked/],
    ['lock table posts', /LockStmt/],
    ['truncate posts', /TruncateStmt/],
    ['cluster posts', /ClusterStmt/],
    ['vacuum full posts', /VacuumStmt/],
    ['do $$ begin perform 1; end $$', /DoStmt/],
  ])('minds %s', async (text, finding) => {
    expect(await findingsIn([of([text])])).toEqual([expect.stringMatching(finding)]);
  });

  it('minds a constraint that is validated under the lock that added it', async () => {
    const add = 'alter table posts add constraint c check (like_count < 9) not valid';
    const validate = 'alter table posts validate constraint c';
    expect(await findingsIn([of([add, validate])])).toEqual([expect.stringMatching(/posts c: validated under/)]);
    expect(await findingsIn([of([`${add}; ${validate}`], alone)])).toHaveLength(1);
    expect(await findingsIn([of([add, validate], alone)])).toEqual([]);
    expect(await findingsIn([of([add]), of([validate])])).toEqual([]);
  });

  it('minds an index that would be left half built', async () => {
    const build = 'create index concurrently posts_x_idx on posts (title)';
    expect(await findingsIn([of([build], alone)])).toEqual([expect.stringMatching(/half an index/)]);
    const remove = 'drop index concurrently if exists posts_x_idx';
    expect(await findingsIn([of([remove, build], alone)])).toEqual([]);
  });

  it('lets a column be never null once a validated check says so', async () => {
    const add = of(['alter table posts add constraint c check (excerpt is not null) not valid']);
    const end = of(['alter table posts validate constraint c', 'alter table posts alter excerpt set not null'], alone);
    expect(await findingsIn([add, end])).toEqual([]);
    expect(await findingsIn([add, of(['alter table posts alter excerpt set not null'])])).toHaveLength(1);
  });

  it.each([
    ['alter table posts add pinned_at timestamptz(3)'],
    ["alter table posts add kind text not null default 'essay'"],
    ["alter table posts add flags text[] not null default '{}'::text[]"],
    ['alter table posts add seen_at timestamptz not null default now()'],
    ['alter table posts add editor_id uuid references users on delete set null'],
    ['alter table posts add constraint c unique using index posts_x_key'],
    ['alter table posts drop constraint posts_like_count_check'],
    ['alter table posts alter excerpt drop not null'],
    ['create trigger t after insert on posts for each statement execute function f()'],
    [
      `create table cards (id uuid primary key, post_id uuid not null references posts, n int check (n > 0));
      create index cards_post_id_idx on cards (post_id); alter table cards add key uuid not null default gen_random_uuid();
      update cards set n = 1; drop table cards`,
    ],
  ])('does not mind %s', async (text) => {
    expect(await findingsIn([of([text])])).toEqual([]);
  });

  it('lets a contract take away what the version before no longer needs', async () => {
    const texts = [
      'alter table posts drop excerpt',
      'drop table post_slugs',
      'alter table posts alter html drop default',
    ];
    expect(await findingsIn([of(texts)])).toHaveLength(3);
    expect(await findingsIn([of(texts, { isContract: true })])).toEqual([]);
  });
});
