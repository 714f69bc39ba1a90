import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Full text search: docs/adr/0038.
 *
 * A document holds every word twice, as it is written and as its stem, so that the beginning of a word is found as well as
 * another form of it. Functions are written as `return …`, which binds names when they are made: a restored dump, whose
 * search path is empty, computes the same.
 */
export class Search1764000016000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EXTENSIONS);
    await runner.query(CONFIGURATIONS);
    await runner.query(FUNCTIONS);
    await runner.query(`
      -- TypeORM's own notebook: it looks there whenever it meets a generated column.
      create table if not exists typeorm_metadata (
        type varchar not null, database varchar, schema varchar, "table" varchar, name varchar, value text
      );

      alter table posts add search tsvector not null generated always as (
        search_document(title, 'A') || search_document(coalesce(excerpt, ''), 'B')
          || search_document(search_plain(html), 'D')) stored;
      create index posts_search_idx on posts using gin (search) with (fastupdate = off);

      alter table comments add search tsvector not null generated always as (
        search_document(search_plain(coalesce(html, '')), 'D')) stored;
      create index comments_search_idx on comments using gin (search) with (fastupdate = off);
      create index comments_newest_idx on comments (created_at, id);

      alter table todos add search tsvector not null generated always as (
        search_document(title, 'A') || search_document(coalesce(notes, ''), 'D')) stored;
      create index todos_search_idx on todos using gin (search) with (fastupdate = off);

      alter table users add search tsvector not null generated always as (
        search_document(username || ' ' || display_name, 'A') || search_document(coalesce(bio, ''), 'D')) stored;
      create index users_search_idx on users using gin (search) with (fastupdate = off);
      create index users_newest_idx on users (created_at, id);
    `);
    await runner.query(TRIGRAM_INDEXES);
    // The first searches would otherwise be planned for empty columns.
    await runner.query('analyze posts, comments, todos, users');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index if exists posts_title_trigram_idx, users_name_trigram_idx;
      drop index users_newest_idx, comments_newest_idx;
      alter table users drop column search;
      alter table todos drop column search;
      alter table comments drop column search;
      alter table posts drop column search;
      drop table typeorm_metadata;
      drop function search_document, search_plain, search_text;
      drop text search configuration kitchen_stems;
      drop text search configuration kitchen_words;
      drop text search dictionary kitchen_stem;
    `);
  }
}

/**
 * Both are "trusted": whoever may create things in the database may create them. Where our role may not, or the server does
 * not have them, search works without: accents then count, and typos are not forgiven.
 */
const EXTENSIONS = `
  do $$
  declare extension text;
  begin
    foreach extension in array array['unaccent', 'pg_trgm'] loop
      begin
        execute format('create extension if not exists %I', extension);
      exception when insufficient_privilege or feature_not_supported or undefined_file then
        raise warning 'No extension %: search does without it.', extension;
      end;
    end loop;
  end $$;`;

/** Stems are English ones, and no word is left out as too common: "The Who" can be found. */
const CONFIGURATIONS = `
  create text search dictionary kitchen_stem (template = pg_catalog.snowball, language = english);
  create text search configuration kitchen_words (copy = pg_catalog.simple);
  create text search configuration kitchen_stems (copy = pg_catalog.simple);
  do $$
  declare unaccent text;
  begin
    select format('%I.%I, ', nspname, dictname) into unaccent
    from pg_ts_dict join pg_namespace on pg_namespace.oid = dictnamespace where dictname = 'unaccent';
    unaccent := coalesce(unaccent, '');
    execute 'alter text search configuration kitchen_words alter mapping
      for word, hword, hword_part, numword, numhword, hword_numpart with ' || unaccent || 'pg_catalog.simple';
    execute 'alter text search configuration kitchen_stems alter mapping
      for word, hword, hword_part with ' || unaccent || 'kitchen_stem';
    execute 'alter text search configuration kitchen_stems alter mapping
      for numword, numhword, hword_numpart with ' || unaccent || 'pg_catalog.simple';
    alter text search configuration kitchen_stems alter mapping
      for asciiword, asciihword, hword_asciipart with kitchen_stem;
  end $$;`;

/**
 * - \`search_text\`: PostgreSQL's parser takes \`node.js\` for a host, \`<b>\` for a tag and \`-5\` for a number. A separator behind
 *   each punctuation mark makes plain words of them. Highlights take it out again.
 * - \`search_plain\`: the text of sanitised HTML.
 * - \`search_document\`: of so many characters a tsvector cannot become larger than it may be (1 MB).
 */
const FUNCTIONS =
  String.raw`
  create function search_text(content text) returns text language sql immutable strict parallel safe
    return regexp_replace(
      translate(normalize(left(content, 100000), NFC), E'\x01\x02\x03\x1f', ''),
      '([!-/:-@[-` +
  '`' +
  String.raw`{-~])(?=\S)', E'\\1\x1f', 'g');

  create function search_plain(html text) returns text language sql immutable strict parallel safe
    return btrim(replace(replace(replace(replace(regexp_replace(regexp_replace(regexp_replace(html,
      '</?(em|strong|s|code|a|span|mark|sup|sub|del)( [^>]*)?>', '', 'g'), '<[^>]*>', ' ', 'g'), '\s+', ' ', 'g'),
      '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&'));

  create function search_document(content text, weight "char") returns tsvector
    language sql immutable strict parallel safe
    return setweight(to_tsvector('kitchen_words', search_text(content))
      || to_tsvector('kitchen_stems', search_text(content)), weight);`;

/** Where typos are forgiven. */
const TRIGRAM_INDEXES = `
  do $$
  declare operators text;
  begin
    select format('%I.gin_trgm_ops', nspname) into operators
    from pg_extension join pg_namespace on pg_namespace.oid = extnamespace where extname = 'pg_trgm';
    if operators is not null then
      execute format($create$
        create index posts_title_trigram_idx on posts using gin (title %1$s) with (fastupdate = off);
        create index users_name_trigram_idx on users using gin ((username || ' ' || display_name) %1$s)
          with (fastupdate = off)$create$, operators);
    end if;
  end $$;`;
