/** A mail as its writer sees it: what it says, once, for both of its bodies. */
export interface Letter {
  to: string;
  subject: string;
  /** Paragraphs in the order in which they are read. */
  body: readonly Paragraph[];
}

/** Some sentences, or a link that stands by itself. */
export type Paragraph = string | { readonly url: string; readonly label: string };

/** The link of a letter, if it has one. */
export function linkOf({ body }: Letter): string | undefined {
  return body.find((paragraph) => typeof paragraph === 'object')?.url;
}
