import fc from 'fast-check';
import { offencesIn } from '../../../test/support/harmless-html.js';
import { HOSTILE_TEXTS } from '../../../test/support/hostile-texts.js';
import { renderArticle } from './article.js';
import { renderMarkdown } from './markdown.js';
import { sanitise } from './sanitise.js';

const LENGTH = 50_000;
const MOST_HTML = 1_000_000;
const filled = (unit: string) => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);

describe('hostile Markdown', () => {
  it.each(HOSTILE_TEXTS)('renders %j harmlessly', (text) => {
    expect(offencesIn(renderMarkdown(text))).toEqual([]);
    expect(offencesIn(renderArticle(text, 'x')!.html)).toEqual([]);
  });

  it.each(HOSTILE_TEXTS)('would be made harmless by the second wall alone: %j', (text) => {
    expect(offencesIn(sanitise(text))).toEqual([]);
  });

  it('stays harmless in whatever way its parts are put together', () => {
    const part = fc.oneof(
      fc.constantFrom(...HOSTILE_TEXTS),
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '`',
        '[',
        '](',
        ')',
        '![',
        '*',
        '_',
        '~~',
        '|',
        '\n',
        '\n\n',
        '> ',
        '- ',
        '&',
        ';',
        '#',
        '\\',
        '[^1]',
        '[^1]: ',
        '^[',
        '- [x] ',
        '```js\n',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(offencesIn(renderMarkdown(text))).toEqual([]);
        expect(offencesIn(renderArticle(text, 'x')!.html)).toEqual([]);
        expect(offencesIn(sanitise(text))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['opening brackets', filled('[')],
    ['brackets in brackets', '['.repeat(LENGTH / 2) + ']'.repeat(LENGTH / 2)],
    ['links that never end', filled('[a](')],
    ['images that never end', filled('![')],
    ['links in links', filled('[a](b"')],
    ['parentheses in an address', `[a](${'('.repeat(LENGTH)}`],
    ['asterisks', filled('*')],
    ['emphasis that never ends', filled('*a _b **c ')],
    ['emphasis in and out', filled('a**b c* ')],
    ['backticks in ever longer runs', Array.from({ length: 310 }, (_, i) => '`'.repeat(i + 1)).join(' ')],
    ['quotations in quotations', filled('> ')],
    ['lists in lists', filled('- ')],
    ['ever deeper lists', Array.from({ length: 310 }, (_, i) => `${' '.repeat(i)}- a`).join('\n')],
    ['angle brackets', filled('<')],
    ['links in angle brackets', filled('<http://a')],
    ['declarations', filled('<![CDATA[')],
    ['schemes', filled('http://')],
    ['addresses with brackets', `http://a.example/${filled('([')}`],
    ['mail addresses', filled('a@b.example ')],
    ['mail addresses that never end', filled('a@')],
    ['reference definitions', filled('[a]: b\n')],
    ['entities', filled('&amp;')],
    ['backslashes', filled('\\')],
    ['white space', `a${' '.repeat(LENGTH)}b`],
    ['blank lines', filled('\n')],
    ['fences', filled('```\n')],
    ['notes that never end', filled('^[')],
    ['notes in notes', filled('^[a ')],
    ['boxes', filled('- [ ] ')],
  ])('gets to the end of %s, with a result of bounded size', (_what, long) => {
    const plain = renderMarkdown(long.slice(0, LENGTH));
    const { html, text } = renderArticle(long.slice(0, LENGTH), 'x')!;

    for (const each of [plain, html]) {
      expect(offencesIn(each)).toEqual([]);
      expect(each.length).toBeLessThan(MOST_HTML);
    }
    expect(text.length).toBeLessThanOrEqual(LENGTH);
  });

  it.each([
    ['strikethrough that never ends', filled('~~a')],
    ['a table of many columns', `${'|a'.repeat(1_000)}\n${'|-'.repeat(1_000)}\n${filled('|x\n')}`],
    ['headings', filled('#\n')],
    ['list items', filled('- a\n')],
  ])('refuses %s, when there are more of them than any text has', (_what, long) => {
    expect(() => renderMarkdown(long)).toThrow('Some fields are not valid');
    expect(renderArticle(long, 'x')).toBeUndefined();
  });

  it('refuses an article whose HTML would be very long', () => {
    expect(renderArticle(`[^a]: b\n\n${'[^a]'.repeat(10_000)}`, 'x')).toBeUndefined();
  });

  it('takes a book of a chapter', () => {
    const chapter = '## A walk\n\nWe *went* out, [as always](https://example.com), and saw `nothing`.\n\n- a\n- b\n\n';
    expect(renderMarkdown(chapter.repeat(1_000))).toContain('<h2>A walk</h2>');
    expect(renderArticle(chapter.repeat(1_000), 'x')?.html).toContain('id="user-content-x-a-walk--1000"');
  });

  it('does not repeat a long address for every link to it', () => {
    const html = renderMarkdown(`[a]: ${'x'.repeat(20_000)} "${'y'.repeat(5_000)}"\n\n${'[a] ![a] '.repeat(3_000)}`);

    expect(html.length).toBeLessThan(MOST_HTML);
    expect(html).toContain('<a href="xxx');
    expect(offencesIn(html)).toEqual([]);
  });
});
