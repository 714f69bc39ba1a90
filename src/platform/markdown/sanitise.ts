import sanitizeHtml from 'sanitize-html';

const OWN_ID = /^user-content-[a-z0-9-]{1,150}$/;

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'pre', 'hr', 'br', 'ul', 'ol', 'li'],
    ...['em', 'strong', 's', 'code', 'a', 'img', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
    ...['span', 'sup', 'section', 'input'],
  ],
  allowedAttributes: {
    ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((heading) => [heading, ['id']])),
    a: ['href', 'title', 'rel', 'id', 'class'],
    img: ['src', 'alt', 'title'],
    code: ['class'],
    ol: ['start', 'class'],
    li: ['id', 'class'],
    ...{ span: ['class'], sup: ['class'], section: ['class'], hr: ['class'] },
    input: ['type', 'disabled', 'checked'],
    th: ['style'],
    td: ['style'],
  },
  allowedClasses: {
    code: [/^language-[\w+#.-]{1,30}$/],
    // What highlight.js marks code with: `hljs-title function_`.
    span: [/^hljs-[a-z-]{1,30}$/, /^[a-z]{1,20}_{1,2}$/],
    ...{ sup: ['footnote-ref'], section: ['footnotes'], hr: ['footnotes-sep'], ol: ['footnotes-list'] },
    ...{ li: ['footnote-item', 'task-list-item'], a: ['footnote-backref', 'mention'] },
  },
  // Markdown tables align their columns with it; nothing else can be styled.
  allowedStyles: { '*': { 'text-align': [/^(left|center|right)$/] } },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  transformTags: {
    // An id of the page's own, or one that hides a property of the document, cannot begin like this.
    '*': (tagName, { id, ...attribs }) => ({
      tagName,
      attribs: { ...attribs, ...(id !== undefined && OWN_ID.test(id) && { id }) },
    }),
    input: (tagName, { checked }) => ({
      tagName,
      attribs: { type: 'checkbox', disabled: 'disabled', ...(checked !== undefined && { checked: 'checked' }) },
    }),
    a: (tagName, { href, title, id, class: className }) => ({
      tagName,
      attribs: {
        ...(href !== undefined && { href, rel: 'nofollow ugc noopener' }),
        ...(title !== undefined && { title }),
        ...(id !== undefined && { id }),
        ...(className !== undefined && { class: className }),
      },
    }),
  },
};

/**
 * Takes everything out of HTML that is not on a short list of harmless elements and attributes: no scripts, styles, forms,
 * frames or event handlers, no fields but boxes that nobody can tick, no ids but those that begin with `user-content-`; links go to http, https, mailto or relative addresses and are marked as written by users
 * (`nofollow ugc noopener`); images come from http, https or relative ones.
 */
export function sanitise(html: string): string {
  return sanitizeHtml(html, options);
}
