import { offencesIn } from '../../../test/support/harmless-html.js';
import { HOSTILE_TEXTS } from '../../../test/support/hostile-texts.js';
import { readConversation, renderMarkdown } from './markdown.js';

const everybody = (username: string) => `/members/${username}`;

describe('a mention', () => {
  it.each([
    ['@ada', ['ada']],
    ['Thanks, @ada! And @bob_2: yes.', ['ada', 'bob_2']],
    ['(@ada) "@bob" **@eve** ~~@kim~~ @ada’s', ['ada', 'bob', 'eve', 'kim']],
    ['@Ada @ADA @ada', ['ada']],
    ['# @ada\n\n- @bob\n\n> @eve\n\n| a |\n| - |\n| @kim |', ['ada', 'bob', 'eve', 'kim']],
    ['@ada\n@bob.', ['ada', 'bob']],
    ['_@ada_ @snake_case_name', ['ada', 'snake_case_name']],
    ['`@ada` ``x @bob``', []],
    ['```\n@ada\n```\n\n    @bob', []],
    ['[@ada](https://a.example) <https://a.example/@bob>', []],
    ['ada@example.com mailto:ada@bob x@ada a.@bob', []],
    ['https://social.example/@ada', []],
    ['@ada@social.example @ada.example @ada-lovelace @@ada', []],
    ['\\@ada', []],
    ['![@ada](https://a.example/x.png)', []],
    ['@ad @ é@ada @adaé', []],
    [`@${'x'.repeat(31)}`, []],
    ['@ſſſſ', []],
  ])('is recognised in %j: %j', (source, expected) => {
    expect(readConversation(source).mentioned).toEqual(expected);
  });

  it('leads to somebody who is there, under the name as it was written, and is plain text for anybody else', () => {
    const html = readConversation('*@Ada* and @nobody').toHtml((name) => (name === 'ada' ? '/members/ada' : undefined));

    expect(html).toBe(
      '<p><em><a href="/members/ada" rel="nofollow ugc noopener" class="mention">@Ada</a></em> and @nobody</p>\n',
    );
  });

  it('is none where nobody asked for any', () => {
    expect(renderMarkdown('Thanks, @ada')).toBe('<p>Thanks, @ada</p>\n');
  });

  it('is one of twenty at most', () => {
    const source = Array.from({ length: 30 }, (_, index) => `@member_${index}`).join(' ');

    expect(readConversation(`${source} @member_0`).mentioned).toHaveLength(20);
  });

  it.each(HOSTILE_TEXTS)('does no harm beside %j', (text) => {
    const { toHtml } = readConversation(`@ada ${text} @bob\n\n${text}@eve`);

    expect(offencesIn(toHtml(everybody))).toEqual([]);
  });

  it('does not take long to be looked for in 50,000 characters of them', () => {
    const before = process.cpuUsage();
    for (const text of ['@', '@ada', '@ada ', '@ada.', '@a_', '@@@ada-'])
      readConversation(text.repeat(50_000 / text.length)).toHtml(everybody);
    const { user } = process.cpuUsage(before);

    // Six of them, in microseconds: what would be quadratic takes minutes.
    expect(user).toBeLessThan(10_000_000);
  });
});

describe('the addresses of a text', () => {
  it.each([
    ['plain text, @ada', []],
    ['https://a.example', ['https://a.example']],
    ['[x](http://b.example "t") ![y](https://c.example/y.png)', ['http://b.example', 'https://c.example/y.png']],
    ['[x][1]\n\n[1]: /relative', ['/relative']],
    ['ada@example.com', ['mailto:ada@example.com']],
    ['[x](javascript:alert(1)) `https://a.example`', []],
  ])('in %j are %j', (source, expected) => {
    expect(readConversation(source).addresses).toEqual(expected);
  });
});
