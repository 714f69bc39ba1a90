import sanitizeHtml from 'sanitize-html';

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'pre', 'hr', 'br', 'ul', 'ol', 'li'],
    ...['em', 'strong', 's', 'code', 'a', 'img', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title'],
    code: ['class'],
    ol: ['start'],
    th: ['style'],
    td: ['style'],
  },
  allowedClasses: { code: [/^language-[\w+#.-]{1,30}$/] },
  // Markdown tables align their columns with it; nothing else can be styled.
  allowedStyles: { '*': { 'text-align': [/^(left|center|right)$/] } },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  transformTags: {
    a: (tagName, { href, title }) => ({
      tagName,
      attribs: {
        ...(href !== undefined && { href, rel: 'nofollow ugc noopener' }),
        ...(title !== undefined && { title }),
      },
    }),
  },
};

/**
 * Takes everything out of HTML that is not on a short list of harmless elements and attributes: no scripts, styles, forms,
 * frames or event handlers; links go to http, https, mailto or relative addresses and are marked as written by users
 * (`nofollow ugc noopener`); images come from http, https or relative ones.
 */
export function sanitise(html: string): string {
  return sanitizeHtml(html, options);
}
