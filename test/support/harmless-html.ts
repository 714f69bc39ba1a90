const TAG = /^<(\/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"<>]*")*) ?\/?>$/;
const ATTRIBUTE = / ([a-z]+)="([^"]*)"/g;

const ELEMENTS = new Set(
  `h1 h2 h3 h4 h5 h6 p blockquote pre hr br ul ol li em strong s code a img table thead tbody tr th td
  span sup section input`.split(/\s+/),
);

const REL = /^nofollow ugc noopener$/;
const ANY_TEXT = /^/;
const LINK = /^(https?:|mailto:|(?![a-z][a-z0-9+.-]*:)(?!\/\/))/i;
const IMAGE = /^(https?:|(?![a-z][a-z0-9+.-]*:)(?!\/\/))/i;
const ALIGNMENT = /^text-align:(left|center|right);?$/;

const OWN_ID = /^user-content-[a-z0-9-]+$/;
const HEADING = { id: OWN_ID };

const ATTRIBUTES: Record<string, Record<string, RegExp>> = {
  ...{ h1: HEADING, h2: HEADING, h3: HEADING, h4: HEADING, h5: HEADING, h6: HEADING },
  a: { href: LINK, title: ANY_TEXT, rel: REL, id: OWN_ID, class: /^(footnote-backref|mention)$/ },
  img: { src: IMAGE, alt: ANY_TEXT, title: ANY_TEXT },
  code: { class: /^language-[\w+#.-]+$/ },
  ol: { start: /^\d+$/, class: /^footnotes-list$/ },
  li: { id: OWN_ID, class: /^(footnote-item|task-list-item)$/ },
  span: { class: /^hljs-[a-z-]+( [a-z]+_{1,2})*$/ },
  sup: { class: /^footnote-ref$/ },
  section: { class: /^footnotes$/ },
  hr: { class: /^footnotes-sep$/ },
  input: { type: /^checkbox$/, disabled: /^disabled$/, checked: /^checked$/ },
  th: { style: ALIGNMENT },
  td: { style: ALIGNMENT },
};

/**
 * Everything in this HTML that is not exactly of a form that is known to be harmless. It is a list of its own, so that a
 * mistake in the sanitiser's configuration is not repeated here; and it refuses what a browser would have to repair.
 */
export function offencesIn(html: string): string[] {
  const tags = html.match(/<[^>]*>?/g) ?? [];
  return tags.filter((tag) => !isHarmless(tag));
}

function isHarmless(tag: string): boolean {
  const [, closing, name = '', attributes = ''] = TAG.exec(tag) ?? [];
  if (!ELEMENTS.has(name)) return false;
  if (closing) return attributes === '';
  const given = [...attributes.matchAll(ATTRIBUTE)].map(
    ([, key = '', value = '']) => [key, asBrowsersRead(value)] as const,
  );
  if (name === 'input' && !/ type="checkbox" disabled="disabled"/.test(attributes)) return false;
  const isMarked = name !== 'a' || given.every(([key]) => key !== 'href') || given.some(([key]) => key === 'rel');
  return isMarked && given.every(([key, value]) => ATTRIBUTES[name]?.[key]?.test(value));
}

/** Entities are resolved, and white space and control characters do not count in front of or inside of a scheme (WHATWG URL). */
function asBrowsersRead(value: string): string {
  return value
    .replace(/&#x([0-9a-f]+);?/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);?/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/&(colon|tab|newline);/gi, (_, name: string) => (name.toLowerCase() === 'colon' ? ':' : ''))
    .replace(/[\t\r\n]/g, '')
    .replace(/^[\s\p{Cc}]+/u, '');
}
