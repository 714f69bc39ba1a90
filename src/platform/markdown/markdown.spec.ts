import { renderArticle } from './article.js';
import { renderMarkdown } from './markdown.js';

const rendered = (source: string) => renderMarkdown(source).trim();

describe('renderMarkdown', () => {
  it.each([
    [
      'paragraphs and emphasis',
      'One *two* **three**\n\nfour',
      '<p>One <em>two</em> <strong>three</strong></p>\n<p>four</p>',
    ],
    ['headings', '## Tea', '<h2>Tea</h2>'],
    ['lists', '3. a\n4. b', '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'],
    ['quotations', '> a', '<blockquote>\n<p>a</p>\n</blockquote>'],
    ['hard breaks and rules', 'a  \nb\n\n---', '<p>a<br />\nb</p>\n<hr />'],
    [
      'code with its language',
      '```c++\na < b && c\n```',
      '<pre><code class="language-c++">a &lt; b &amp;&amp; c\n</code></pre>',
    ],
    ['strikethrough', '~~a~~', '<p><s>a</s></p>'],
    ['characters that HTML knows', 'a < b & "c"', '<p>a &lt; b &amp; "c"</p>'],
    ['other scripts', '你好 👋 *שלום*', '<p>你好 👋 <em>שלום</em></p>'],
  ])('renders %s', (_what, source, html) => {
    expect(rendered(source)).toBe(html);
  });

  it('renders tables with aligned columns', () => {
    const html = rendered('|a|b|\n|-|:-:|\n|1|2|');

    expect(html).toContain('<th>a</th>\n<th style="text-align:center">b</th>');
    expect(html).toContain('<td>1</td>\n<td style="text-align:center">2</td>');
  });

  it.each([
    ['a link', '[a](https://example.com "t")', 'href="https://example.com" rel="nofollow ugc noopener" title="t"'],
    ['a bare address', 'https://example.com', 'href="https://example.com" rel="nofollow ugc noopener"'],
    ['an address in angle brackets', '<https://example.com>', 'href="https://example.com" rel="nofollow ugc noopener"'],
    ['a reference', '[a]\n\n[a]: https://example.com', 'href="https://example.com" rel="nofollow ugc noopener"'],
    ['a mail address', 'ada@example.com', 'href="mailto:ada@example.com" rel="nofollow ugc noopener"'],
    ['a link on the same site', '[a](/posts/tea#top)', 'href="/posts/tea#top" rel="nofollow ugc noopener"'],
  ])('marks %s as written by a user', (_what, source, attributes) => {
    expect(rendered(source)).toContain(`<a ${attributes}>`);
  });

  it.each(['README.md', 'example.com', 'www.example.com', 'ftp://example.com', '//example.com'])(
    'makes no link of %s',
    (source) => {
      expect(rendered(source)).toBe(`<p>${source}</p>`);
    },
  );

  it('shows images with their description', () => {
    expect(rendered('![a *b*](/x.png "t")')).toBe('<p><img src="/x.png" alt="a b" title="t" /></p>');
  });

  it('shows raw HTML as the text that it is', () => {
    expect(rendered('a <b>b</b>')).toBe('<p>a &lt;b&gt;b&lt;/b&gt;</p>');
  });

  it('keeps nothing from one text for the next', () => {
    renderMarkdown('[a]: https://example.com');

    expect(rendered('[a]')).toBe('<p>[a]</p>');
  });
});

describe('the text of Markdown', () => {
  it.each([
    ['markup', '# A *b* ~~c~~ `d`\n\n> e\n\n- f\n- g', 'A b c d e f g'],
    ['line breaks', 'a\nb  \nc', 'a b c'],
    ['words that are partly emphasised', 'half*way*', 'halfway'],
    ['links', '[tea](https://example.com "title") and https://example.com', 'tea and https://example.com'],
    ['images', 'a ![cup of *tea*](x.png)', 'a cup of tea'],
    ['entities', 'a &amp; b &lt; c', 'a & b < c'],
    ['code blocks', '```js\nlet a;\n```\n\nb', 'let a; b'],
    ['tables', '|a|b|\n|-|-|\n|c|d|', 'a b c d'],
    ['reference definitions', 'a\n\n[b]: https://example.com', 'a'],
    ['raw HTML', '<b>a</b>', '<b>a</b>'],
    ['nothing', ' \n', ''],
  ])('says %s as text', (_what, source, text) => {
    expect(renderArticle(source, 'x')?.text).toBe(text);
  });
});
