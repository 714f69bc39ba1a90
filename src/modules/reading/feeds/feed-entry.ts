/** Something that a feed tells of. Texts are plain, `html` is safe HTML with absolute addresses; all of it fits into XML. */
export interface FeedEntry {
  /** Never changes (RFC 4287 §4.2.6). */
  id: string;
  url: string;
  title: string;
  summary: string | undefined;
  html: string;
  author: string | undefined;
  tags: readonly string[];
  publishedAt: Date;
  updatedAt: Date;
  /** WebP, as all photos here are. */
  picture: { url: string; byteLength: number } | undefined;
}

export interface FeedChannel {
  title: string;
  description: string;
  /** The page that shows the same. */
  url: string;
  selfUrl: string;
  entries: readonly FeedEntry[];
}

/** All that is not in XML 1.0 §2.2. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Takes out what no XML document may contain, however it is escaped. */
export function fitForXml(text: string): string {
  return text.replace(NOT_XML, '');
}

/**
 * Addresses in sanitised HTML, whose attributes are all in double quotes, from the page that it stands in, wherever that is; those
 * that begin with `/` are of this server.
 */
export function withAbsoluteAddresses(html: string, origin: string, pageUrl: string): string {
  const page = pageUrl.replaceAll('&', '&amp;');
  return html.replace(/( (?:href|src)=")([^"]*)"/g, (whole, attribute: string, address: string) => {
    const base = address.startsWith('/') ? origin : page;
    return URL.canParse(address, base) ? `${attribute}${new URL(address, base).href}"` : whole;
  });
}

/** When something in it last changed; the beginning of time when it is empty. */
export function lastChangeOf(entries: readonly FeedEntry[]): Date {
  return new Date(Math.max(0, ...entries.map(({ updatedAt }) => updatedAt.getTime())));
}
