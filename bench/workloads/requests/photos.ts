import sharp from 'sharp';
import { bearerOf } from '../../data/tokens.js';
import { get } from '../../harness/question.js';
import type { Server } from '../../harness/server.js';
import type { Stops, Workload } from '../../harness/workload.js';
import { Setting } from './setting.js';

const API = '/api/v1';

export const photos: Workload = {
  title: 'Bytes of photos',
  about:
    'F1 `GET /photos/:id/medium.webp`: a variant of a photo that lies in PostgreSQL, and the same bytes from a Buffer.',

  sizes: ['100k'],

  async prepare(stops, { sizes }) {
    const setting = await Setting.of(sizes[0]!, stops);
    const kitchen = await setting.kitchen('kitchen', 'the application', {});
    const cached = await setting.peer('cached', kitchen.server.origin);
    const url = await upload(kitchen.server, bearerOf(1, setting.jwtSecret), stops);
    const question = get(url, { name: 'F1 GET /photos/:id/medium.webp' });
    return { postgres: setting.postgres, connections: 32, paths: [question], arms: [cached, kitchen] };
  },
};

/** @returns where the photo's bytes are. */
async function upload(server: Server, headers: Record<string, string>, stops: Stops): Promise<string> {
  const [width, height] = [1200, 800];
  // Neither plain, which would be a few bytes, nor noise, which no photo is.
  const shades = Buffer.from(Array.from({ length: width * height * 3 }, (_, at) => (at * at) >> 12));
  const jpeg = await sharp(shades, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' }), 'soup.jpeg');
  const response = await fetch(`${server.origin}${API}/photos`, { method: 'POST', headers, body: form });
  if (response.status !== 201) throw new Error(`The photo was not taken: ${await response.text()}`);
  const { id, variants } = (await response.json()) as { id: string; variants: { medium: { url: string } } };
  stops.add(async () => {
    await fetch(`${server.origin}${API}/photos/${id}`, { method: 'DELETE', headers });
  });
  return variants.medium.url;
}
