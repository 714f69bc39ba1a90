import { offencesIn } from '../../../test/support/harmless-html.js';
import { renderArticle } from './article.js';

const rendered = (source: string, idPrefix = 'x') => renderArticle(source, idPrefix)!.html.trim();

describe('an article', () => {
  it.each([
    [
      'two headings',
      '# Tea\n\n## Tea',
      ['<h1 id="user-content-x-tea">Tea</h1>', '<h2 id="user-content-x-tea--2">Tea</h2>'],
    ],
    ['a heading with markup', '## *Über* `c` [x](/y)', ['<h2 id="user-content-x-ueber-c-x">']],
    ['a heading in letters that have no Latin ones', '# 🎉', ['<h1 id="user-content-x-section">']],
    ['a heading that would hide a property of the page', '# location', ['id="user-content-x-location"']],
    [
      'a ticked box',
      '- [x] a\n- [ ] b',
      [
        '<li class="task-list-item"><input type="checkbox" disabled="disabled" checked="checked" /> a</li>',
        '<li class="task-list-item"><input type="checkbox" disabled="disabled" /> b</li>',
      ],
    ],
    ['a ticked box before a word in bold', '- [x] **a**', ['checked="checked" /> <strong>a</strong></li>']],
    ['no box before nothing', '- [x] ', ['<li>[x]</li>']],
    ['no box in the middle', '- a [x] b', ['<li>a [x] b</li>']],
    [
      'a note',
      'Tea[^1].\n\n[^1]: With *milk*.',
      [
        '<sup class="footnote-ref"><a href="#user-content-x-note-1" rel="nofollow ugc noopener" id="user-content-x-note-ref-1">[1]</a></sup>',
        '<li class="footnote-item" id="user-content-x-note-1"><p>With <em>milk</em>.',
        '<a href="#user-content-x-note-ref-1" rel="nofollow ugc noopener" class="footnote-backref">',
      ],
    ],
    ['a note at its place', 'Tea^[with milk].', ['<sup class="footnote-ref">', 'with milk']],
    [
      'a note that is referred to twice',
      'a[^n] b[^n]\n\n[^n]: c',
      ['id="user-content-x-note-ref-1"', 'id="user-content-x-note-ref-1-1"'],
    ],
    [
      'highlighted code',
      '```js\nconst a = "</b>";\n```',
      ['<code class="language-js"><span class="hljs-keyword">const</span>', '&lt;/b&gt;'],
    ],
    ['code in an unknown language', '```brainfuck\n+<\n```', ['<code class="language-brainfuck">+&lt;\n</code>']],
    [
      'the name of a function in code',
      '```js\nfunction tea() {}\n```',
      ['<span class="hljs-title function_">tea</span>'],
    ],
    ['tables and strikethrough', '|a|\n|-|\n|~~b~~|', ['<table>', '<s>b</s>']],
  ])('has %s', (_what, source, parts) => {
    const html = rendered(source);
    for (const part of parts) expect(html).toContain(part);
    expect(offencesIn(html)).toEqual([]);
  });

  it('leaves very long code as it is', () => {
    expect(rendered(`\`\`\`js\n${'let a;\n'.repeat(4_000)}\`\`\``)).not.toContain('hljs');
  });

  it('shares no id with another one on the same page', () => {
    const source = '# A\n\nb[^1]\n\n[^1]: c';
    const ids = (html: string) => [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    const all = [...ids(rendered(source, 'one')), ...ids(rendered(source, 'two'))];

    expect(all).toHaveLength(6);
    expect(new Set(all).size).toBe(6);
  });

  it('counts words, also in scripts that put no space between them, and says its text', () => {
    expect(renderArticle("# Don't\n\npanic [now](https://example.com)", 'x')).toMatchObject({
      text: "Don't panic now",
      wordCount: 3,
    });
    expect(renderArticle('今日は天気がいいです。', 'x')!.wordCount).toBeGreaterThan(3);
  });
});
