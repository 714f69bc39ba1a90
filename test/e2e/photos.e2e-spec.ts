import sharp from 'sharp';
import { type Kitchen, startKitchen } from '../support/app.js';
import { fetchBytes, form, picture, send } from '../support/photos.js';

describe('a photo', () => {
  let kitchen: Kitchen;
  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());

  it('is saved: three sizes, a placeholder, what it shows, and a message', async () => {
    const ada = await kitchen.member();
    const answer = await send(
      kitchen,
      ada,
      form(await picture('jpeg', { width: 2400, height: 1200 }), { alt: ' Tea ' }),
    );

    expect(answer.status).toBe(201);
    const { id } = answer.body;
    expect(answer.headers.get('location')).toBe(`/api/v1/photos/${id}`);
    expect(answer.body).toMatchObject({
      message: 'Photo saved successfully',
      alt: 'Tea',
      width: 2400,
      height: 1200,
      placeholder: expect.stringMatching(/^data:image\/webp;base64,[\w+/=]{20,400}$/),
      variants: {
        thumb: { width: 320, height: 160 },
        medium: { width: 960, height: 480 },
        large: { width: 1920, height: 960 },
      },
    });
    expect(answer.body.url).toBe(answer.body.variants.large.url);
    let sum = 0;
    for (const { url, width, height } of Object.values<{ url: string; width: number; height: number }>(
      answer.body.variants,
    )) {
      const { status, headers, bytes } = await fetchBytes(kitchen, url, { as: ada });
      expect([status, headers.get('content-type')]).toEqual([200, 'image/webp']);
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width, height });
      sum += bytes.length;
    }
    expect(answer.body.byteSize).toBe(sum);
    const { message: _, ...rest } = answer.body;
    expect((await ada.api.get(`/photos/${id}`)).body).toEqual(rest);
  });
});
