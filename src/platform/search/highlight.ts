import { raw, type Sql, sql } from '../database/sql.js';
import type { SearchQuery } from './search-query.js';
import { escapeHtml } from '../pages/html.js';

/** More of a text is not searched for something to show: marking takes as long as the text, or its square where words repeat. */
const SHOWN_CHARACTERS = 10_000;
/** Most texts have what is looked for so soon. */
const BEGINNING_CHARACTERS = 2_500;
const SHORT_CHARACTERS = 200;

/** Marks that are in no text (`search_text` takes them out): what is between them was found. */
const [OPENING, CLOSING, SEPARATOR] = ['\u0002', '\u0003', '\u001f'];
const MARKS = `StartSel=${OPENING}, StopSel=${CLOSING}`;
const WHOLE = raw(`'${MARKS}, HighlightAll=true'`);
const FRAGMENTS = raw(`'${MARKS}, MaxFragments=2, MinWords=8, MaxWords=25, ShortWord=0, FragmentDelimiter=" … "'`);

type Configuration = 'kitchen_stems' | 'kitchen_words';

/** So many of a text's first characters, or all of a shorter one, as plain text. */
export type Beginning = (characters: number) => Sql;

export const beginningOf =
  (text: Sql): Beginning =>
  (characters) =>
    sql`case when length(${text}) <= ${number(characters)} then ${text} else ${firstOf(text, characters)} end`;

/** The same of HTML, of which a good half is text. To make all of a long one plain would take longer than everything else. */
export const beginningOfHtml =
  (html: Sql): Beginning =>
  (characters) => {
    const untorn = sql`regexp_replace(left(${html}, ${number(2 * characters)}), '<[^>]*$', '')`;
    return sql`case when length(${html}) <= ${number(characters)} then search_plain(${html})
      else ${firstOf(sql`search_plain(${untorn})`, characters)} end`;
  };

/** Without the word that is cut off, which could be taken for another; languages without spaces lose a few characters. */
function firstOf(text: Sql, characters: number): Sql {
  return sql`regexp_replace(left(${text}, ${number(characters)}), '\\S{1,60}$', '')`;
}

/** A short text with what was found in it marked. For the rows of a page only, with `wanted` as in `search.sql.ts`. */
export function marked(text: Sql, query: SearchQuery): Sql {
  return byStemOrBeginning(query, (configuration, wanted) =>
    headline(configuration, sql`search_text(${text})`, wanted, WHOLE),
  );
}

/** The places of a text at which something was found, or all of a short one; the beginning when there are none. */
export function excerptOf(text: Beginning, query: SearchQuery): Sql {
  return byStemOrBeginning(query, (configuration, wanted) => {
    const beginning = sql`select search_text(${text(BEGINNING_CHARACTERS)}) as beginning offset 0`;
    const isInBeginning = sql`to_tsvector(${name(configuration)}, beginning) @@ ${wanted}`;
    const shown = sql`case when ${isInBeginning} then beginning else search_text(${text(SHOWN_CHARACTERS)}) end`;
    const options = sql`case when length(beginning) <= ${number(SHORT_CHARACTERS)} then ${WHOLE} else ${FRAGMENTS} end`;
    return sql`(select ${headline(configuration, shown, wanted, options)} from (${beginning}) as texts)`;
  });
}

/** Stems first; a word of which only the beginning is known has none, and is looked for as it is written. */
function byStemOrBeginning({ beginning }: SearchQuery, mark: (configuration: Configuration, wanted: Sql) => Sql): Sql {
  const byStem = mark('kitchen_stems', sql`(select query from wanted)`);
  if (beginning === '') return byStem;
  const byBeginning = mark('kitchen_words', sql`to_tsquery('kitchen_words', ${beginning})`);
  return sql`(select case when strpos(by_stem, ${OPENING}) > 0 then by_stem else ${byBeginning} end
    from (values (${byStem})) as headline (by_stem))`;
}

function headline(configuration: Configuration, text: Sql, wanted: Sql, options: Sql): Sql {
  return sql`ts_headline(${name(configuration)}, ${text}, ${wanted}, ${options})`;
}

function name(configuration: Configuration): Sql {
  return raw(`'${configuration}'`);
}

function number(value: number): Sql {
  return raw(String(value));
}

/** The places at which something was found; where nothing was, a text that says what it is about. */
export function toExcerpt(places: string, otherwise: string): string {
  return toHighlight(places.includes(OPENING) ? places : otherwise);
}

/**
 * A text that the database marked, as HTML that is safe to put into a page: everything in it is escaped, and the only
 * elements are `<mark>`, each of them closed.
 */
export function toHighlight(text: string): string {
  const [before = '', ...found] = text.replaceAll(SEPARATOR, '').split(OPENING);
  return found.reduce(
    (html, part) => {
      const [inside = '', ...outside] = part.split(CLOSING);
      return `${html}<mark>${escapeHtml(inside)}</mark>${escapeHtml(outside.join(''))}`;
    },
    escapeHtml(before.replaceAll(CLOSING, '')),
  );
}
