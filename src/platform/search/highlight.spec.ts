import fc from 'fast-check';
import { toExcerpt, toHighlight } from './highlight.js';

const [OPENING, CLOSING, SEPARATOR] = ['\u0002', '\u0003', '\u001f'];

describe('toHighlight', () => {
  it('marks what the database marked, and escapes everything', () => {
    expect(toHighlight(`<b>${OPENING}Tea${CLOSING}</b> & "${OPENING}tea's${CLOSING}"`)).toBe(
      '&#60;b&#62;<mark>Tea</mark>&#60;/b&#62; &#38; &#34;<mark>tea&#39;s</mark>&#34;',
    );
  });

  it('takes separators out', () => {
    expect(toHighlight(`node.${SEPARATOR}js`)).toBe('node.js');
  });

  it('makes nothing but closed marks of anything', () => {
    const pieces = fc.constantFrom(OPENING, CLOSING, SEPARATOR, '<', '>', '&', '"', "'", 'mark', 'a', '/');
    fc.assert(
      fc.property(fc.array(pieces), (text) => {
        const html = toHighlight(text.join(''));
        const rest = html.replace(/<mark>[^<>]*<\/mark>/g, '');
        for (const character of ['<', '>', '"', "'", OPENING, CLOSING, SEPARATOR])
          expect(rest).not.toContain(character);
      }),
    );
  });
});

describe('toExcerpt', () => {
  it('prefers what was found', () => {
    expect(toExcerpt(`a ${OPENING}b${CLOSING}`, 'c')).toBe('a <mark>b</mark>');
    expect(toExcerpt('a b', 'c<')).toBe('c&#60;');
  });
});
