import { Injectable } from '@nestjs/common';
import { toExcerpt, toHighlight } from '../../platform/search/highlight.js';
import type { SearchHit, SearchPage } from '../../platform/search/search-hit.js';
import type { SearchQuery } from '../../platform/search/search-query.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { type FoundTodo, TodoSearchRepository } from './todo-search.repository.js';

/** Finds somebody's own todos by their words. */
@Injectable()
export class TodoSearchService {
  constructor(private readonly todos: TodoSearchRepository) {}

  /** The best first; those of others are never found. Who names another author means no todos. */
  async search(owner: SignedInUser, query: SearchQuery, page: SearchPage): Promise<SearchHit[]> {
    if (query.authors.some((author) => author !== owner.username)) return [];
    return (await this.todos.search(owner.id, query, page)).map(toHit);
  }
}

function toHit({ id, title, markedTitle, notes, markedNotes, score, at }: FoundTodo): SearchHit {
  const highlight = { title: toHighlight(markedTitle), excerpt: toExcerpt(markedNotes, notes) };
  return { id, title, highlight, score, at, url: `/api/v1/todos/${id}` };
}
