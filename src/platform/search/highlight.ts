import { raw } from 'sql-template-tag';
import { type Sql, sql } from '../database/sql.js';
import type { SearchQuery } from './search-query.js';
import { escapeHtml } from '../pages/html.js';

/** More of a text is not searched for something to show: marking takes as long as the text. */
const SHOWN_CHARACTERS = 10_000;
const SHORT_CHARACTERS = 200;

/** Marks that are in no text (`search_text` takes them out): what is between them was found. */
const [OPENING, CLOSING, SEPARATOR] = ['\u0002', '\u0003', '\u001f'];
const MARKS = `StartSel=${OPENING}, StopSel=${CLOSING}`;
const WHOLE = raw(`'${MARKS}, HighlightAll=true'`);
const FRAGMENTS = raw(`'${MARKS}, MaxFragments=2, MinWords=8, MaxWords=25, ShortWord=0, FragmentDelimiter=" … "'`);

/** A short text with what was found in it marked. For the rows of a page only, with `wanted` as in `search.sql.ts`. */
export function marked(text: Sql, query: SearchQuery): Sql {
  return headline(text, query, WHOLE);
}

/** The places of a text at which something was found, or all of a short one; the beginning when there are none. */
export function excerptOf(text: Sql, query: SearchQuery): Sql {
  const options = sql`case when length(${text}) <= ${raw(String(SHORT_CHARACTERS))} then ${WHOLE} else ${FRAGMENTS} end`;
  return headline(text, query, options);
}

/** Stems first; a word of which only the beginning is known has none, and is looked for as it is written. */
function headline(text: Sql, { beginning }: SearchQuery, options: Sql): Sql {
  const shown = sql`search_text(left(${text}, ${raw(String(SHOWN_CHARACTERS))}))`;
  const byStem = sql`ts_headline('kitchen_stems', ${shown}, (select query from wanted), ${options})`;
  if (beginning === '') return byStem;
  const byBeginning = sql`ts_headline('kitchen_words', ${shown}, to_tsquery('kitchen_words', ${beginning}), ${options})`;
  return sql`(select case when strpos(by_stem, ${OPENING}) > 0 then by_stem else ${byBeginning} end
    from (values (${byStem})) as headline (by_stem))`;
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
