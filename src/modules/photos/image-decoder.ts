import type SharpFactory from 'sharp';
import type { Sharp, SharpOptions } from 'sharp';
import { photoErrors } from './photo.errors.js';
import { type Size, sizeOf } from './variants.js';

const MAX_PIXELS = 25_000_000;
const MAX_SECONDS = 20;
const QUALITY = 80;
const PLACEHOLDER_PIXELS = 16;

/** By libvips' names. No other decoder can be reached, whatever a file says that it is. */
const DECODERS = ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif'].map((name) => `VipsForeignLoad${name}`);

/** Only what the decoders above may come to: libheif reads pictures of other codecs than AV1 as well. */
const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'heif']);

/** A picture, decoded and encoded anew: nothing of the file but what one sees is in it. */
export interface DecodedImage extends Size {
  placeholder: string;
  thumb: Buffer;
  medium: Buffer;
  large: Buffer;
}

/**
 * Decodes the first frame of a file, turns it upright, and makes WebP of it. EXIF, GPS, colour profiles and comments stay behind.
 * Takes one core for up to a second, and up to 200 MB: not to be called twice at once.
 *
 * @throws `photos.unsupported_type`, `photos.not_readable`, `photos.too_many_pixels`
 */
export async function decodeImage(path: string): Promise<DecodedImage> {
  const sharp = await load();
  try {
    const size = await measure(sharp(path, LIMITS));
    const large = await encode(sharp(path, LIMITS).autoOrient(), sizeOf('large', size));
    const medium = await smaller(sharp, large, sizeOf('large', size), sizeOf('medium', size));
    const thumb = await smaller(sharp, medium, sizeOf('medium', size), sizeOf('thumb', size));
    return { ...size, large, medium, thumb, placeholder: await placeholderOf(sharp, thumb) };
  } catch (error) {
    throw toProblem(error);
  }
}

const LIMITS: SharpOptions = { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1, sequentialRead: true };

let loading: Promise<typeof SharpFactory> | undefined;

/** libvips comes with the first photo: a process that sees none does without its 20 MB. */
async function load(): Promise<typeof SharpFactory> {
  return (loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: DECODERS });
    return sharp;
  }));
}

async function measure(image: Sharp): Promise<Size> {
  const { format, compression, autoOrient } = await image.metadata();
  if (!FORMATS.has(format) || (format === 'heif' && compression !== 'av1')) throw photoErrors.unsupportedType();
  if (autoOrient.width * autoOrient.height > MAX_PIXELS) throw photoErrors.tooManyPixels();
  return { width: autoOrient.width, height: autoOrient.height };
}

async function smaller(sharp: typeof SharpFactory, larger: Buffer, has: Size, wanted: Size): Promise<Buffer> {
  return has.width === wanted.width && has.height === wanted.height ? larger : encode(sharp(larger, LIMITS), wanted);
}

async function encode(image: Sharp, { width, height }: Size): Promise<Buffer> {
  return image
    .resize({ width, height, fit: 'fill' })
    .toColourspace('srgb')
    .webp({ quality: QUALITY })
    .timeout({ seconds: MAX_SECONDS })
    .toBuffer();
}

async function placeholderOf(sharp: typeof SharpFactory, thumb: Buffer): Promise<string> {
  const pixels = { width: PLACEHOLDER_PIXELS, height: PLACEHOLDER_PIXELS };
  const tiny = await sharp(thumb)
    .resize({ ...pixels, fit: 'inside' })
    .webp({ quality: 30 })
    .toBuffer();
  return `data:image/webp;base64,${tiny.toString('base64')}`;
}

/** libvips says in words what is wrong, and it is always the file. */
function toProblem(cause: unknown): unknown {
  if (!(cause instanceof Error) || cause.name === 'Problem') return cause;
  if (cause.message.includes('exceeds pixel limit')) return photoErrors.tooManyPixels({ cause });
  if (cause.message.includes('unsupported image format')) return photoErrors.unsupportedType({ cause });
  return photoErrors.notReadable({ cause });
}
