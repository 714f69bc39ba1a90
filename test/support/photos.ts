import sharp from 'sharp';
import type { Answer } from './api.js';
import type { Kitchen, Member } from './app.js';

/** What a photo looks like in an answer, as far as tests look at it. */
export interface SeenPhoto {
  id: string;
  url: string;
  urlExpiresAt: string | null;
  alt: string | null;
  width: number;
  height: number;
  byteSize: number;
  placeholder: string;
  variants: Record<'thumb' | 'medium' | 'large', { url: string; width: number; height: number }>;
  createdAt: string;
}

type Uploader = Pick<Member, 'accessToken'>;
type Sending = Pick<Kitchen, 'origin'>;

let counter = 0;

interface Look {
  width?: number;
  height?: number;
  background?: string;
  noise?: boolean;
}

/** A picture that no other test has: the same one would be the same image. */
export async function picture(
  format: 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' = 'png',
  { width = 64, height = 48, background, noise = false }: Look = {},
): Promise<Buffer> {
  const n = ++counter * 40_503 + process.pid * 97;
  const color = background ?? { r: n & 255, g: (n >> 8) & 255, b: (n >> 16) & 255 };
  const grain = noise && ({ type: 'gaussian', mean: 128, sigma: 40 } as const);
  const image = sharp({ create: { width, height, channels: 3, background: color, ...(grain && { noise: grain }) } });
  return image
    .composite([
      { input: { create: { width: 1, height: 1, channels: 3, background: '#fff' } }, left: n % width, top: 0 },
    ])
    .toFormat(format)
    .toBuffer();
}

/** Sends a form as browsers do. */
export async function send(
  { origin }: Sending,
  member: Uploader | undefined,
  form: FormData | { body: Uint8Array | ReadableStream; contentType: string },
  headers: Record<string, string> = {},
): Promise<Answer> {
  const [body, type] = form instanceof FormData ? [form, undefined] : [form.body, form.contentType];
  const response = await fetch(`${origin}/api/v1/photos`, {
    method: 'POST',
    body,
    duplex: 'half',
    headers: {
      ...(type !== undefined && { 'content-type': type }),
      ...(member && { authorization: `Bearer ${member.accessToken}` }),
      ...headers,
    },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text === '' ? undefined : JSON.parse(text) };
}

export function form(bytes: Uint8Array, fields: Record<string, string> = {}, name = 'photo.png'): FormData {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) data.append(field, value);
  data.append('file', new Blob([bytes]), name);
  return data;
}

/** Uploads a picture, its own unless one is given, and insists on it. */
export async function photo(
  kitchen: Sending,
  member: Uploader,
  { bytes, alt }: { bytes?: Uint8Array; alt?: string } = {},
): Promise<SeenPhoto> {
  const answer = await send(kitchen, member, form(bytes ?? (await picture()), alt === undefined ? {} : { alt }));
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body as SeenPhoto;
}

/** Reads bytes at an address that an answer gave. */
export async function fetchBytes(
  { origin }: Sending,
  url: string,
  { as, ...init }: RequestInit & { as?: Uploader } = {},
): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const headers = { ...(as && { authorization: `Bearer ${as.accessToken}` }), ...(init.headers as object) };
  const response = await fetch(origin + url, { ...init, headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}
