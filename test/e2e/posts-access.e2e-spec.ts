import { type Kitchen, startKitchen } from '../support/app.js';
import { post, type SeenPost } from '../support/posts.js';
import { type Cast, castOf, type Scenario, scenarios } from '../support/scenarios.js';

interface Context {
  kitchen: Kitchen;
  cast: Cast;
  published: SeenPost;
  draft: SeenPost;
}

const EVERYBODY = ['guest', 'owner', 'stranger', 'moderator', 'admin'] as const;
const SIGNED_IN = ['owner', 'stranger', 'moderator', 'admin'] as const;
const OTHERS = ['stranger', 'moderator', 'admin'] as const;
const NOT_AUTHOR = ['guest', ...OTHERS] as const;
const NOBODY = '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10';

/** What is only in the draft, and what is nobody's to see. */
const SECRETS = ['Unfinished', 'unfinished', 'nobody-yet'];
const INTERNAL = ['authorId', 'author_id', 'version', 'opening', 'email'];
const TEXT = ['"body"', '"html"'];
const MINE = '"canEdit":true}';
const THEIRS = '"canEdit":false}';

const HIDDEN = 'posts.not_found';
const FORBIDDEN = 'posts.not_yours';

const at = {
  published: ({ published }: Context) => `/posts/${published.id}`,
  publishedSlug: ({ published }: Context) => `/posts/${published.slug}`,
  draft: ({ draft }: Context) => `/posts/${draft.id}`,
  draftSlug: ({ draft }: Context) => `/posts/${draft.slug}`,
  missing: () => `/posts/${NOBODY}`,
  byOwner: ({ cast }: Context) => `/posts?author=${cast.owner.username}`,
  publishedPublication: ({ published }: Context) => `/posts/${published.id}/publication`,
  draftPublication: ({ draft }: Context) => `/posts/${draft.id}/publication`,
};

const row = (
  method: Scenario<Context>['method'],
  title: string,
  path: (context: Context) => string,
  as: Scenario<Context>['as'],
  status: number,
  more: Partial<Scenario<Context>> = {},
): Scenario<Context> => ({ method, title, path, as, status, ...more });

const reading: Scenario<Context>[] = [
  row('GET', 'a published post by id', at.published, EVERYBODY, 200, {
    contains: ['About tea', ...TEXT],
    notContains: INTERNAL,
  }),
  row('GET', 'a published post by slug', at.publishedSlug, EVERYBODY, 200, {
    contains: ['About tea', ...TEXT],
    notContains: INTERNAL,
  }),
  row('GET', 'a published post', at.published, 'guest', 200, { notContains: ['viewer'] }),
  row('GET', 'a published post', at.published, 'owner', 200, { contains: [MINE] }),
  row('GET', 'a published post', at.published, OTHERS, 200, { contains: [THEIRS] }),
  row('GET', 'a draft by id', at.draft, 'owner', 200, { contains: ['Unfinished', MINE] }),
  row('GET', 'a draft by slug', at.draftSlug, 'owner', 200, { contains: ['Unfinished', MINE] }),
  row('GET', 'a draft by id', at.draft, NOT_AUTHOR, 404, { code: HIDDEN, notContains: SECRETS }),
  row('GET', 'a draft by slug', at.draftSlug, NOT_AUTHOR, 404, {
    code: HIDDEN,
    notContains: ['Unfinished', 'nobody-yet'],
  }),
  row('GET', 'a post that is not there', at.missing, EVERYBODY, 404, { code: HIDDEN }),
  row('GET', 'a slug of no post', () => '/posts/no-such-post', EVERYBODY, 404, { code: HIDDEN }),
  row('GET', 'posts', at.byOwner, 'guest', 200, {
    contains: ['About tea'],
    notContains: [...SECRETS, ...TEXT, ...INTERNAL, 'viewer'],
  }),
  row('GET', 'posts', at.byOwner, 'owner', 200, { contains: ['About tea', MINE], notContains: [...SECRETS, ...TEXT] }),
  row('GET', 'posts', at.byOwner, OTHERS, 200, { contains: ['About tea', THEIRS], notContains: [...SECRETS, ...TEXT] }),
  row('GET', 'posts under the tag of a draft', () => '/posts?tag=nobody-yet', EVERYBODY, 200, {
    contains: ['"items":[]'],
  }),
  row('GET', 'my posts', () => '/users/me/posts', 'guest', 401, { notContains: ['About tea', ...SECRETS] }),
  row('GET', 'my posts', () => '/users/me/posts', 'owner', 200, {
    contains: ['About tea', 'Unfinished', MINE],
    notContains: [...TEXT, ...INTERNAL],
  }),
  row('GET', 'my posts', () => '/users/me/posts', OTHERS, 200, {
    contains: ['"items":[]'],
    notContains: ['About tea', ...SECRETS],
  }),
];

const edit = { title: 'About coffee' };

const writing: Scenario<Context>[] = [
  row('POST', 'a new post', () => '/posts', 'guest', 401, { body: { title: 'New', body: 'x' } }),
  row('POST', 'a new post', () => '/posts', SIGNED_IN, 201, {
    body: { title: 'New', body: 'x' },
    contains: [MINE, '"status":"published"'],
  }),
  row('PATCH', 'an edit of what is published', at.published, 'guest', 401, { body: edit }),
  row('PATCH', 'an edit of what is published', at.published, 'owner', 200, {
    body: edit,
    contains: ['About coffee', MINE],
  }),
  row('PATCH', 'an edit of what is published', at.published, OTHERS, 403, { body: edit, code: FORBIDDEN }),
  row('PATCH', 'an edit of a draft', at.draft, 'owner', 200, { body: edit, contains: ['"status":"draft"'] }),
  row('PATCH', 'an edit of a draft', at.draft, OTHERS, 404, { body: edit, code: HIDDEN, notContains: SECRETS }),
  row('PATCH', 'an edit of nothing', at.missing, SIGNED_IN, 404, { body: edit, code: HIDDEN }),
  row('PUT', 'publication', at.draftPublication, 'guest', 401),
  row('PUT', 'publication of a draft', at.draftPublication, 'owner', 200, { contains: ['"status":"published"'] }),
  row('PUT', 'publication of a draft', at.draftPublication, OTHERS, 404, { code: HIDDEN, notContains: SECRETS }),
  row('PUT', 'publication of what is published', at.publishedPublication, OTHERS, 403, { code: FORBIDDEN }),
  row('DELETE', 'a publication', at.publishedPublication, 'guest', 401),
  row('DELETE', 'a publication', at.publishedPublication, 'owner', 200, {
    contains: ['"status":"draft"', '"publishedAt":null'],
  }),
  row('DELETE', 'a publication', at.publishedPublication, OTHERS, 403, { code: FORBIDDEN }),
  row('DELETE', 'the publication of a draft', at.draftPublication, OTHERS, 404, { code: HIDDEN, notContains: SECRETS }),
  row('DELETE', 'a published post', at.published, 'guest', 401),
  row('DELETE', 'a published post', at.published, ['owner', 'moderator', 'admin'], 204),
  row('DELETE', 'a published post', at.published, 'stranger', 403, { code: FORBIDDEN }),
  row('DELETE', 'a draft', at.draft, 'owner', 204),
  row('DELETE', 'a draft', at.draft, OTHERS, 404, { code: HIDDEN, notContains: SECRETS }),
  row('DELETE', 'nothing', at.missing, SIGNED_IN, 404, { code: HIDDEN }),
];

describe('who may do what with posts', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());

  scenarios(async () => {
    const cast = await castOf(kitchen);
    const published = await post(cast.owner);
    const draft = await post(cast.owner, {
      title: 'Unfinished',
      body: 'unfinished',
      status: 'draft',
      tags: ['nobody-yet'],
    });
    return { kitchen, cast, published, draft };
  }, [...reading, ...writing]);

  it('leaves a post as it was for everybody who may not change it', async () => {
    const { owner, stranger, moderator } = await castOf(kitchen);
    const { id } = await post(owner);
    const before = await owner.api.get(`/posts/${id}`);
    for (const { api } of [stranger, moderator]) {
      await api.patch(`/posts/${id}`, edit);
      await api.delete(`/posts/${id}/publication`);
      await api.put(`/posts/${id}/publication`);
    }
    await stranger.api.delete(`/posts/${id}`);

    expect((await owner.api.get(`/posts/${id}`)).text).toBe(before.text);
  });

  it('refuses credentials that are not valid even where none are needed', async () => {
    const { status } = await kitchen.guest.get('/posts', { authorization: 'Bearer nonsense' });

    expect(status).toBe(401);
  });
});
