import { changesPublicTables } from './public-tables.js';

describe('changesPublicTables', () => {
  it.each([
    'update posts set title = $1 where id = $2',
    'with added as (insert into post_likes (post_id) values ($1) returning 1) select 1 from added',
    'delete from users where id = $1',
    'delete\n  from only comments where id = $1',
    'insert into sessions (id) values ($1); update users set bio = null',
    'insert into a_table_that_nobody_has_decided_on default values',
    'merge into posts using other on true when matched then delete',
  ])('sees that guests may see something else after: %s', (statement) => {
    expect(changesPublicTables(statement)).toBe(true);
  });

  it.each([
    'select * from posts where id = $1 for update',
    'select 1 from posts order by id for no key update skip locked',
    'insert into sessions (id) values ($1) on conflict (id) do update set last_used_at = now()',
    'with done as (update todos set title = $1 returning id) select id from done',
    "select pg_notify('x', 'y')",
    'delete from pgboss.job where name = $1',
  ])('sees that they do not after: %s', (statement) => {
    expect(changesPublicTables(statement)).toBe(false);
  });
});
