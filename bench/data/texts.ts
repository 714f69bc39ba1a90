import { hash } from 'node:crypto';
import { chance } from '../../src/demo/chance.js';
import { renderArticle } from '../../src/platform/markdown/article.js';
import { readConversation } from '../../src/platform/markdown/markdown.js';
import { openingOf, readingMinutesOf } from '../../src/modules/posts/post.text.js';
import { fold } from '../../src/modules/comments/text/comment-texts.js';

/** Words that are searched for, by how many posts have them. */
export const SEARCHED = { rare: 'quincunx', middling: 'saffron', common: 'kitchen' };

/** Each is the text of every 1,000th post, but for the last, which only the twenty posts with the rare word have. */
export const POST_TEXTS = 1_000;
export const SHORT_TEXTS = 500;

const VOCABULARY = 2_000;
const [PARAGRAPHS, WORDS_OF_EACH] = [7, 52];
const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ');

export interface PostText {
  number: number;
  title: string;
  body: string;
  html: string;
  opening: string;
  reading_minutes: number;
}

/** Of a comment, or a todo. */
export interface ShortText {
  number: number;
  body: string;
  html: string;
  digest: string;
}

/** Markdown of about 2 kB, as the application itself would store it. The same at every run. */
export function postTexts(): PostText[] {
  return Array.from({ length: POST_TEXTS + 1 }, (_, n) => postText(n));
}

export function shortTexts(): ShortText[] {
  return Array.from({ length: SHORT_TEXTS }, (_, n) => {
    const body = `${sentence(`comment ${n}`, 14)} *Really.*`;
    return {
      number: n,
      body,
      html: readConversation(body).toHtml(() => undefined),
      digest: hash('sha256', fold(body), 'base64url'),
    };
  });
}

function postText(n: number): PostText {
  const paragraphs = Array.from({ length: PARAGRAPHS }, (_, each) => sentence(`post ${n} ${each}`, WORDS_OF_EACH));
  const body = [...paragraphs, `- **${wordsIn(n).join('**\n- **')}**`].join('\n\n');
  const { html, text, wordCount } = renderArticle(body, 'bench')!;
  const title = sentence(`title ${n}`, 5).slice(0, -1);
  return { number: n, title, body, html, opening: openingOf(text), reading_minutes: readingMinutesOf(wordCount) };
}

function wordsIn(n: number): string[] {
  const words = ['stove'];
  if (n % 2 === 0) words.push(SEARCHED.common);
  if (n % 100 === 1) words.push(SEARCHED.middling);
  if (n === POST_TEXTS) words.push(SEARCHED.rare);
  return words;
}

/** The same for the same seed. */
function sentence(seed: string, length: number): string {
  const text = Array.from({ length }, (_, place) => word(chance(seed, String(place)))).join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Zipf's law: the rth most frequent word is 1/r as frequent as the first. */
function word(chosen: number): string {
  const rank = Math.floor(VOCABULARY ** chosen) - 1;
  const [first, second, third] = [rank % 20, Math.floor(rank / 20) % 20, Math.floor(rank / 400)];
  return `${SYLLABLES[first]}${SYLLABLES[second]}${rank < 400 ? '' : SYLLABLES[third]}`;
}
