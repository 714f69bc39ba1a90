import { type Kitchen, startKitchen } from '../support/app.js';
import { form, photo, picture, type SeenPhoto, send } from '../support/photos.js';
import { post } from '../support/posts.js';
import { type Cast, castOf, type Scenario, scenarios } from '../support/scenarios.js';

interface Context {
  kitchen: Kitchen;
  cast: Cast;
  /** Not in any post, in a draft, and in a published post. */
  loose: SeenPhoto;
  drafted: SeenPhoto;
  published: SeenPhoto;
}

const EVERYBODY = ['guest', 'owner', 'stranger', 'moderator', 'admin'] as const;
const SIGNED_IN = ['owner', 'stranger', 'moderator', 'admin'] as const;
const OTHERS = ['stranger', 'moderator', 'admin'] as const;
const NOT_OWNER = ['guest', ...OTHERS] as const;

const HIDDEN = { code: 'photos.not_found', notContains: ['A secret', 'data:image', 'signature'] };
const INTERNAL = ['ownerId', 'owner_id', 'urlSecret', 'hash', 'imageId', 'version', 'unusedSince', 'Key'];
const SIGNED = 'signature=';

const at = (which: 'loose' | 'drafted' | 'published') => (context: Context) => `/photos/${context[which].id}`;
const bytesOf = (which: 'loose' | 'drafted' | 'published') => (context: Context) =>
  `/photos/${context[which].id}/thumb.webp`;
const missing = () => '/photos/019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10';

const row = (
  method: Scenario<Context>['method'],
  title: string,
  path: (context: Context) => string,
  as: Scenario<Context>['as'],
  status: number,
  more: Partial<Scenario<Context>> = {},
): Scenario<Context> => ({ method, title, path, as, status, ...more });

const rows: Scenario<Context>[] = [
  row('GET', 'a photo of a published post', at('published'), EVERYBODY, 200, {
    contains: ['A photo', '"urlExpiresAt":null'],
    notContains: [SIGNED, ...INTERNAL],
  }),
  row('GET', 'the bytes of a photo of a published post', bytesOf('published'), EVERYBODY, 200),
  ...(['loose', 'drafted'] as const).flatMap((which) => [
    row('GET', `a ${which} photo`, at(which), 'owner', 200, { contains: ['A secret', SIGNED], notContains: INTERNAL }),
    row('GET', `a ${which} photo`, at(which), NOT_OWNER, 404, HIDDEN),
    row('GET', `the bytes of a ${which} photo`, bytesOf(which), 'owner', 200),
    row('GET', `the bytes of a ${which} photo`, bytesOf(which), NOT_OWNER, 404, HIDDEN),
    row('PATCH', `a ${which} photo`, at(which), OTHERS, 404, { body: { alt: 'x' }, ...HIDDEN }),
    row('DELETE', `a ${which} photo`, at(which), OTHERS, 404, HIDDEN),
  ]),
  row('GET', 'no photo', missing, EVERYBODY, 404, HIDDEN),
  row('GET', 'my photos', () => '/users/me/photos', 'guest', 401, { notContains: ['A secret', 'A photo'] }),
  row('GET', 'my photos', () => '/users/me/photos', 'owner', 200, {
    contains: ['A secret', 'A photo'],
    notContains: INTERNAL,
  }),
  row('GET', 'my photos', () => '/users/me/photos', OTHERS, 200, { contains: ['"items":[]'] }),
  row('POST', 'no form', () => '/photos', 'guest', 401),
  row('POST', 'no form', () => '/photos', SIGNED_IN, 415),
  row('PATCH', 'a photo of a published post', at('published'), 'guest', 401, { body: { alt: 'x' } }),
  row('PATCH', 'a photo of a published post', at('published'), 'owner', 200, {
    body: { alt: 'x' },
    contains: ['"alt":"x"'],
  }),
  row('PATCH', 'a photo of a published post', at('published'), OTHERS, 403, {
    body: { alt: 'x' },
    code: 'photos.not_yours',
  }),
  row('DELETE', 'a photo of a published post', at('published'), 'guest', 401),
  row('DELETE', 'a photo of a published post', at('published'), OTHERS, 403, { code: 'photos.not_yours' }),
  row('DELETE', 'a photo of a published post', at('published'), 'owner', 409, { code: 'photos.in_use' }),
  row('DELETE', 'a photo of a draft', at('drafted'), 'owner', 409, { code: 'photos.in_use' }),
  row('DELETE', 'a photo by force', (context) => `${at('published')(context)}?force=true`, 'owner', 204),
  row('DELETE', 'a photo by force', (context) => `${at('published')(context)}?force=true`, OTHERS, 403, {
    code: 'photos.not_yours',
  }),
  row('DELETE', 'a photo by what is no force', (context) => `${at('loose')(context)}?force=maybe`, 'owner', 400),
  row('DELETE', 'a loose photo', at('loose'), 'owner', 204),
  row('DELETE', 'no photo', missing, SIGNED_IN, 404, HIDDEN),
];

describe('who may do what with photos', () => {
  let kitchen: Kitchen;
  let bytes: Buffer;
  beforeAll(async () => {
    kitchen = await startKitchen();
    bytes = await picture();
  });
  afterAll(() => kitchen.close());

  scenarios(async () => {
    const cast = await castOf(kitchen);
    const { owner } = cast;
    const loose = await photo(kitchen, owner, { bytes, alt: 'A secret' });
    const drafted = await photo(kitchen, owner, { bytes, alt: 'A secret' });
    const published = await photo(kitchen, owner, { bytes, alt: 'A photo' });
    await post(owner, { status: 'draft', photoIds: [drafted.id] });
    await post(owner, { coverPhotoId: published.id });
    return { kitchen, cast, loose, drafted, published };
  }, rows);

  it('takes no upload of a guest, and of everybody who is signed in', async () => {
    const cast = await castOf(kitchen);
    expect((await send(kitchen, undefined, form(bytes))).status).toBe(401);
    for (const member of Object.values(cast)) expect((await send(kitchen, member, form(bytes))).status).toBe(201);
  });
});
