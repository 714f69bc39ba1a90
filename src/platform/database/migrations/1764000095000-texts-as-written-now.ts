import type { MigrationInterface, QueryRunner } from 'typeorm';

const COMMENTS_AT_ONCE = 1_000;

/**
 * Mentions lead to what a member has written, and labels of todos are composed (NFC): what was stored before is brought into the
 * form in which it is written, and looked for, from now on.
 */
export class TextsAsWrittenNow1764000095000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (let last: string | null | undefined = '00000000-0000-0000-0000-000000000000'; last;) {
      const answer = (await runner.query(
        `with batch as (
           select distinct comment_id from comment_mentions where comment_id > $1
           order by comment_id limit ${COMMENTS_AT_ONCE}
         ), outdated as (
           select id from comments
           where id in (select comment_id from batch) and html like '%<a href="/api/v1/users/%'
           order by id for no key update
         ), written as (
           update comments set html = regexp_replace(
             html,
             '<a href="/api/v1/users/([a-z0-9_]+)" rel="nofollow ugc noopener" class="mention">',
             '<a href="/blog?author=\\1" rel="nofollow ugc noopener" class="mention">',
             'g')
           from outdated where comments.id = outdated.id
         )
         select max(comment_id::text) as last from batch`,
        [last],
      )) as { last: string | null }[] | undefined;
      last = answer?.[0]?.last;
    }
    await runner.query(`
      update todos set labels = (
        select array_agg(label order by place) from (
          select normalize(label, nfc), min(place)
          from unnest(labels) with ordinality as given (label, place) group by 1
        ) as composed (label, place)
      )
      where array_to_string(labels, ' ') is not nfc normalized`);
  }

  /** Both are as good to the version before. */
  async down(): Promise<void> {
    await Promise.resolve();
  }
}
