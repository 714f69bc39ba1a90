import { html, withCode } from './html.js';

describe('html', () => {
  it('escapes what is put into it, for elements and attributes alike', () => {
    const name = `<b title="x" id='y'>&`;

    expect(html`<a href="${name}">${name}</a>`.text).toBe(
      '<a href="&#60;b title=&#34;x&#34; id=&#39;y&#39;&#62;&#38;">&#60;b title=&#34;x&#34; id=&#39;y&#39;&#62;&#38;</a>',
    );
  });

  it('takes markup and lists of it as they are', () => {
    const items = ['<1>', '<2>'].map((item) => html`<i>${item}</i>`);

    expect(html`<b>${items}</b>`.text).toBe('<b><i>&#60;1&#62;</i><i>&#60;2&#62;</i></b>');
    expect(html`<b>${html`<i>${3}</i>`}</b>`.text).toBe('<b><i>3</i></b>');
  });

  it('makes code of what stands in backticks', () => {
    expect(html`${withCode('Send `<a>`, not `b`.')}`.text).toBe('Send <code>&#60;a&#62;</code>, not <code>b</code>.');
  });
});
