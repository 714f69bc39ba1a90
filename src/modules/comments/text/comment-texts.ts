import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { readConversation } from '../../../platform/markdown/markdown.js';
import { UsersService } from '../../users/index.js';
import { authorPage } from './author-page.js';

/** A comment's body, and what is worked out from it. */
export interface CommentText {
  readonly body: string;
  readonly html: string;
  /** The same for what people would call the same text: see {@link fold}. */
  readonly digest: string;
  /** Ids of the members whom it mentions, in order. */
  readonly mentionedIds: readonly string[];
  /** Where its links and images lead. */
  readonly addresses: readonly string[];
}

/** Reads what somebody wrote. It takes its time, so it is done before a post is locked. */
@Injectable()
export class CommentTexts {
  constructor(private readonly users: UsersService) {}

  /** @throws `http.validation_failed` */
  async read(body: string): Promise<CommentText> {
    const { mentioned, addresses, toHtml } = readConversation(body);
    const members = mentioned.length === 0 ? [] : await this.users.findByUsernames(mentioned);
    const ids = new Map(members.map(({ username, id }) => [username, id]));
    return {
      body,
      html: toHtml((username) => (ids.has(username) ? authorPage(username) : undefined)),
      digest: hash('sha256', fold(body), 'base64url'),
      mentionedIds: mentioned.flatMap((username) => ids.get(username) ?? []),
      addresses,
    };
  }
}

/** Without what one does not see: case, forms of the same letter (NFKC), how much white space, and characters of no width. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
