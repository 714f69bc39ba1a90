import type { RendererRule, StateCore, Token } from 'markdown-it';

/**
 * `@name` with nothing before or after it that would make it a part of something else: an e-mail address, a path, the name of
 * somebody on another server. An apostrophe or a full stop may follow.
 */
const MENTION = /(?<![\p{L}\p{N}_@./+-])@([A-Za-z0-9_]{3,30})(?![\p{L}\p{N}_@]|[.-][\p{L}\p{N}])/gu;

/** More than that are no conversation. */
const MAX_MENTIONS = 20;

/** What a text that may mention members is parsed and rendered with. */
export interface MentionsEnvironment {
  /** Names as they were found, in lower case, in the order of the text. */
  mentioned: Set<string>;
  /** Where a name leads, if anybody has it. Known only once the names are. */
  hrefOf: (username: string) => string | undefined;
}

/**
 * A rule for markdown-it: makes tokens of their own of the mentions in plain text, not in code or links, if the environment
 * asks for them. It stands before `text_join`, so that an escaped `\@name` is none.
 */
export function findMentions({ tokens, env, Token: NewToken }: StateCore): void {
  const { mentioned } = env as unknown as Partial<MentionsEnvironment>;
  if (!mentioned) return;
  const mention = (content: string) => Object.assign(new NewToken('mention', '', 0), { content });
  const text = (content: string) => Object.assign(new NewToken('text', '', 0), { content });

  const split = (content: string): Token[] => {
    const parts: Token[] = [];
    let end = 0;
    for (const { 0: found, 1: name = '', index } of content.matchAll(MENTION)) {
      const username = name.toLowerCase();
      if (!mentioned.has(username) && mentioned.size >= MAX_MENTIONS) continue;
      mentioned.add(username);
      parts.push(text(content.slice(end, index)), mention(found));
      end = index + found.length;
    }
    return [...parts, text(content.slice(end))];
  };

  for (const block of tokens) {
    let linksAround = 0;
    block.children &&= block.children.flatMap((token) => {
      if (token.type === 'link_open') linksAround++;
      if (token.type === 'link_close') linksAround--;
      return token.type === 'text' && linksAround === 0 && token.content.includes('@') ? split(token.content) : [token];
    });
  }
}

/** A link if somebody has the name, else as it was written. A mention is `@`, letters, digits and `_`: nothing to escape. */
export const renderMention: RendererRule = (tokens, index, _options, env) => {
  const content = tokens[index]?.content ?? '';
  const href = (env as unknown as MentionsEnvironment).hrefOf(content.slice(1).toLowerCase());
  return href === undefined ? content : `<a class="mention" href="${href}">${content}</a>`;
};
