import { Injectable } from '@nestjs/common';
import { jsonArray, pagesOf } from '../../platform/personal-data/json-array.js';
import { type ExportFile, type ExportSource, PersonalData } from '../../platform/personal-data/personal-data.js';
import { type PersonalPost, PersonalPostsRepository } from './personal-posts.repository.js';

/** What members take along from here. */
@Injectable()
export class PersonalPosts implements ExportSource {
  readonly contents = {
    'posts.json': 'Your posts, newest first: drafts, scheduled ones and those in the trash, too.',
    'posts/': 'The same posts as Markdown, one file each, which begins with everything but the text as YAML.',
  };

  constructor(
    private readonly posts: PersonalPostsRepository,
    personalData: PersonalData,
  ) {
    personalData.onExport(this);
  }

  async *exportFor(authorId: string): AsyncIterable<ExportFile> {
    yield { path: 'posts.json', content: jsonArray(this.pages(authorId), (post) => post) };
    for await (const posts of this.pages(authorId))
      for (const post of posts) yield { path: `posts/${post.slug}.md`, content: [toMarkdownFile(post)] };
  }

  private pages(authorId: string): AsyncIterable<PersonalPost[]> {
    return pagesOf((count, last) => this.posts.list(authorId, count, last));
  }
}

/** With the front matter that site generators read. Its values are JSON, which is YAML as well (YAML 1.2 §1.3). */
function toMarkdownFile({ body, ...rest }: PersonalPost): string {
  const lines = Object.entries(rest).map(([field, value]) => `${field}: ${JSON.stringify(value)}`);
  return ['---', ...lines, '---', '', body, ''].join('\n');
}
