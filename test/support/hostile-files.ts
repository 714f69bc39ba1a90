import { deflateSync, crc32 } from 'node:zlib';
import sharp from 'sharp';

/** A body that is sent as it is, and what it is. */
export interface HostileUpload {
  title: string;
  body: Buffer;
  contentType: string;
}

const BOUNDARY = 'kitchen-boundary';
const FORM = `multipart/form-data; boundary=${BOUNDARY}`;
const SIDE = 16_000;

interface Part {
  name?: string;
  filename?: string | null;
  type?: string;
  content: Buffer | string;
  headers?: string;
}

function partOf({ name = 'file', filename = 'photo.jpg', type = 'image/jpeg', content, headers = '' }: Part): Buffer {
  const file = filename === null ? '' : `; filename="${filename}"\r\nContent-Type: ${type}`;
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${headers}\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n')]);
}

function formOf(...parts: Part[]): Buffer {
  return Buffer.concat([...parts.map(partOf), Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

const asFile = (title: string, content: Buffer | string, more: Partial<Part> = {}): HostileUpload => ({
  title,
  body: formOf({ content, ...more }),
  contentType: FORM,
});

const asBody = (title: string, body: Buffer | string, contentType = FORM): HostileUpload => ({
  title,
  body: Buffer.from(body),
  contentType,
});

/** More than two hundred files and forms that nobody would send by mistake only. */
export async function hostileUploads(): Promise<HostileUpload[]> {
  const good = await goodPictures();
  return [
    ...otherKinds(good),
    ...polyglots(good),
    ...(await bombs(good)),
    ...truncated(good),
    ...corrupted(good),
    ...brokenForms(good.png!),
    asFile('zero bytes', ''),
    asFile('one byte', 'x'),
    asFile('11 MiB of nothing', Buffer.alloc(11 * 1024 * 1024)),
    asFile('11 MiB after a picture', Buffer.concat([good.jpeg!, Buffer.alloc(11 * 1024 * 1024)])),
    asFile('10 MiB and one byte', Buffer.concat([good.png!, Buffer.alloc(10 * 1024 * 1024 + 1 - good.png!.length)])),
  ];
}

async function goodPictures(): Promise<Record<string, Buffer>> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const image = () => sharp({ create: { width: 120, height: 90, channels: 3, background: '#123', noise } });
  const formats = ['jpeg', 'png', 'webp', 'avif', 'gif'] as const;
  const pictures = await Promise.all(
    formats.map(async (format) => [format, await image().toFormat(format).toBuffer()]),
  );
  return Object.fromEntries(pictures) as Record<string, Buffer>;
}

function otherKinds(good: Record<string, Buffer>): HostileUpload[] {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>';
  const kinds: Record<string, Buffer | string> = {
    svg,
    'svg with a declaration': `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg}`,
    'svg that is 16000² large': svg.replaceAll('"10"', '"16000"'),
    'svg of a billion laughs': `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(99)}">]><svg xmlns="http://www.w3.org/2000/svg">${'&b;'.repeat(99)}</svg>`,
    html: '<!doctype html><script>alert(1)</script>',
    pdf: '%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>',
    postscript: '%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (w) file',
    zip: Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(60)]),
    gzip: Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    elf: Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), Buffer.alloc(99)]),
    exe: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(99)]),
    'shell script': '#!/bin/sh\nrm -rf /',
    php: '<?php system($_GET["c"]);',
    json: '{"file":"x"}',
    text: 'Hello',
    bmp: bmp(),
    tiff: Buffer.from('49492a00080000000000000000000000', 'hex'),
    'big-endian tiff': Buffer.from('4d4d002a00000008000000000000', 'hex'),
    ico: Buffer.from('00000100010010100000010020006804000016000000', 'hex'),
    psd: Buffer.concat([Buffer.from('8BPS'), Buffer.alloc(60)]),
    'jpeg 2000': Buffer.from('0000000c6a5020200d0a870a00000014667479706a703220', 'hex'),
    'jpeg xl': Buffer.from('0000000c4a584c200d0a870a', 'hex'),
    'naked jpeg xl': Buffer.from('ff0a7f000000', 'hex'),
    heic: Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(99)]),
    mp4: Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypisom\0\0\0\0isommp42'), Buffer.alloc(99)]),
    'wave sound': Buffer.from('RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0'),
    'avi film': Buffer.from('RIFF\x24\0\0\0AVI LIST\x10\0\0\0'),
    'portable pixmap': 'P6\n2 2\n255\n123456789012',
    'radiance hdr': '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n0000',
    fits: 'SIMPLE  =                    T'.padEnd(2880),
    openexr: Buffer.from('762f310102000000', 'hex'),
    'vips image': Buffer.concat([Buffer.from('08f2a6b6', 'hex'), Buffer.alloc(60)]),
    webassembly: Buffer.from('0061736d01000000', 'hex'),
    'csv of pixels': '1,2,3\n4,5,6\n',
    'imagemagick script':
      'push graphic-context\nviewbox 0 0 640 480\nfill \'url(https://127.0.0.1/"|id")\'\npop graphic-context',
    'a picture in base64': good.png!.toString('base64'),
    'a data url': `data:image/png;base64,${good.png!.toString('base64')}`,
    'a picture backwards': Buffer.from(good.png!).reverse(),
    'a picture in UTF-16': Buffer.from(good.gif!.toString('latin1'), 'utf16le'),
  };
  return Object.entries(kinds).flatMap(([kind, content]) => [
    asFile(`${kind}, called a JPEG`, content),
    asFile(`${kind}, with a path for a name`, content, { filename: `../../../../tmp/${kind}.png`, type: 'image/png' }),
  ]);
}

function polyglots(good: Record<string, Buffer>): HostileUpload[] {
  const end = Buffer.from([0x50, 0x4b, 5, 6, ...Array<number>(18).fill(0)]);
  const tails: Record<string, Buffer> = {
    'a ZIP': Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(26), end]),
    'a page': Buffer.from('<!DOCTYPE html><script>alert(document.domain)</script>'),
    'a script': Buffer.from('\n<?php system($_GET["c"]); ?>'),
    'a PDF': Buffer.from('\n%PDF-1.4\n1 0 obj<<>>endobj'),
  };
  const appended = Object.entries(good).flatMap(([format, bytes]) =>
    Object.entries(tails).map(([what, tail]) =>
      asFile(`a ${format} with ${what} at its end`, Buffer.concat([bytes, tail])),
    ),
  );
  return [
    ...appended,
    asFile('a GIF that is JavaScript', 'GIF89a/*\0\0\0*/=1;alert(1);//'),
    asFile('a JPEG with a page in its comment', withComment(good.jpeg!, '<script>alert(1)</script>')),
    asFile('a JPEG with PHP in its comment', withComment(good.jpeg!, '<?php phpinfo(); ?>')),
    ...Object.entries(good).map(([format, bytes]) =>
      asFile(`a page with a ${format} at its end`, Buffer.concat([Buffer.from('<html><body>'), bytes])),
    ),
  ];
}

async function bombs(good: Record<string, Buffer>): Promise<HostileUpload[]> {
  const blank = { create: { width: SIDE, height: SIDE, channels: 3, background: '#000' } } as const;
  const [jpeg, gif] = await Promise.all([
    sharp(blank).jpeg({ quality: 1, optimiseCoding: false }).toBuffer(),
    sharp({ create: { width: 6000, height: 6000, channels: 3, background: '#000' } })
      .gif({ effort: 1 })
      .toBuffer(),
  ]);
  return [
    asFile('a JPEG of 16000²', jpeg),
    asFile('a PNG of 16000²', png(SIDE, SIDE)),
    asFile('a PNG of 100000 × 100000', png(100_000, 100_000, Buffer.alloc(0))),
    asFile('a PNG of 2147483647²', png(0x7fffffff, 0x7fffffff, Buffer.alloc(0))),
    asFile('a PNG of no size', png(0, 0, Buffer.alloc(0))),
    asFile('a PNG of 16-bit colours', png(5001, 5001, Buffer.alloc(0), 16)),
    asFile('a GIF of 36 megapixels', gif),
    asFile('a GIF of 3000 frames of 36 megapixels', framesOf(gif, 3000)),
    asFile('a WebP of 16383²', webpOf(16_383, 16_383)),
    asFile('an animated WebP of 16777216²', animatedWebpOf()),
    asFile('an AVIF that says it is 16000²', avifOf(good.avif!, SIDE, SIDE)),
    asFile('a PNG with a profile that is a bomb', pngWith(good.png!, 'iCCP', iccBomb(), 'IHDR', true)),
    asFile('a JPEG that is all EXIF', exifBomb()),
  ];
}

function truncated(good: Record<string, Buffer>): HostileUpload[] {
  return Object.entries(good).flatMap(([format, bytes]) =>
    [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.85].map((share) =>
      asFile(`a ${format} of which ${share * 100} % is there`, bytes.subarray(0, Math.max(4, bytes.length * share))),
    ),
  );
}

function corrupted(good: Record<string, Buffer>): HostileUpload[] {
  const headless = Object.entries(good).map(([format, bytes]) =>
    asFile(`a ${format} without a head`, bytes.subarray(16)),
  );
  const flipped = (['png'] as const).map((format) => {
    const bytes = Buffer.from(good[format]!);
    bytes.fill(0xff, Math.floor(bytes.length * 0.4), Math.floor(bytes.length * 0.6));
    return asFile(`a ${format} with a hole`, bytes);
  });
  return [...headless, ...flipped];
}

function brokenForms(picture: Buffer): HostileUpload[] {
  const file: Part = { content: picture };
  const whole = formOf(file);
  const text = (name: string, content: string): Part => ({ name, filename: null, content });
  return [
    asBody('a form without a boundary', whole, 'multipart/form-data'),
    asBody('a form with an empty boundary', whole, 'multipart/form-data; boundary='),
    asBody('a form with another boundary', whole, 'multipart/form-data; boundary=other'),
    asBody('a form with an endless boundary', whole, `multipart/form-data; boundary=${'x'.repeat(5000)}`),
    asBody('a form with a boundary of quotes', whole, 'multipart/form-data; boundary="""'),
    asBody('no form at all', picture),
    asBody('an empty form', `--${BOUNDARY}--\r\n`),
    asBody('an empty body', ''),
    asBody('a form that ends in the file', whole.subarray(0, whole.length - 60)),
    asBody('a form that ends in a header', whole.subarray(0, 60)),
    asBody('a form without an end', whole.subarray(0, whole.length - 6)),
    asBody('a form of the wrong kind', whole, `multipart/mixed; boundary=${BOUNDARY}`),
    asBody('a picture without a form', picture, 'image/png'),
    asBody('a form of fields in the address', 'file=x', 'application/x-www-form-urlencoded'),
    asBody('a form without a file', formOf(text('alt', 'Tea'))),
    asBody('a file that is a text', formOf(text('file', 'Tea'))),
    asBody('two files', formOf(file, file)),
    asBody('three files', formOf(file, file, file)),
    asBody('a file of another name', formOf({ ...file, name: 'photo' })),
    asBody('a file without a name', formOf({ ...file, name: '' })),
    asBody('two descriptions', formOf(file, text('alt', 'a'), text('alt', 'b'))),
    asBody('an unknown field', formOf(file, text('ownerId', 'x'))),
    asBody('a hundred fields', formOf(file, ...Array.from({ length: 100 }, (_, n) => text(`f${n}`, 'x')))),
    asBody('a thousand parts', formOf(...Array.from({ length: 1000 }, () => text('alt', 'x')), file)),
    asBody('a field with a huge name', formOf(text('x'.repeat(100_000), 'x'), file)),
    asBody('a field with a huge text', formOf(text('alt', 'x'.repeat(1_000_000)), file)),
    asBody('a description that is too long', formOf(text('alt', 'x'.repeat(1001)), file)),
    asBody('a description with a NUL', formOf(text('alt', 'a\0b'), file)),
    asBody('a field called __proto__', formOf(text('__proto__', 'x'), file)),
    asBody('a field called constructor', formOf(text('constructor', 'x'), file)),
    asBody('a field with pollution in its name', formOf(text('a[__proto__][b]', 'x'), file)),
    asBody('a part with a thousand headers', formOf({ ...file, headers: 'X-A: b\r\n'.repeat(5000), name: 'x' })),
    asBody('a description as JSON that is none', partlyJson(picture)),
  ];
}

function partlyJson(picture: Buffer): Buffer {
  const json: Part = { name: 'alt', filename: null, content: '{', headers: 'Content-Type: application/json\r\n' };
  return formOf(json, { content: picture });
}

function bmp(): Buffer {
  const bytes = Buffer.alloc(58);
  bytes.write('BM');
  bytes.writeUInt32LE(58, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(1, 18);
  bytes.writeInt32LE(1, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  return bytes;
}

function chunk(type: string, data: Buffer): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length);
  bytes.write(type, 4, 'latin1');
  data.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

function png(
  width: number,
  height: number,
  data = deflateSync(Buffer.alloc((SIDE / 8 + 1) * SIDE)),
  depth = 1,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(depth, 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** Puts a chunk behind another one; cut in the middle of the picture's data, if it shall also be broken. */
function pngWith(picture: Buffer, type: string, data: Buffer, after: string, isCut: boolean): Buffer {
  const at = picture.indexOf(after) + 4 + 13 + 4;
  const rest = isCut ? picture.subarray(at, at + (picture.length - at) / 2) : picture.subarray(at);
  return Buffer.concat([picture.subarray(0, at), chunk(type, data), rest]);
}

function iccBomb(): Buffer {
  return Buffer.concat([Buffer.from('bomb\0\0'), deflateSync(Buffer.alloc(200_000_000))]);
}

/** Segments of 64 KiB that hold nothing but directories which lead to each other, and no picture after them. */
function exifBomb(): Buffer {
  const segment = Buffer.alloc(65_537);
  segment.writeUInt16BE(0xffe1);
  segment.writeUInt16BE(65_535, 2);
  segment.write('Exif\0\0MM\0*\0\0\0\x08', 4, 'latin1');
  segment.fill(Buffer.from('87690004ffffffff00000008', 'hex'), 18);
  return Buffer.concat([Buffer.from('ffd8', 'hex'), ...Array<Buffer>(100).fill(segment)]);
}

function withComment(jpeg: Buffer, text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from('fffe', 'hex'), length, Buffer.from(text), jpeg.subarray(2)]);
}

/** A GIF whose head is given, with so many more frames that say they are as large as can be. */
function framesOf(head: Buffer, count: number): Buffer {
  const frame = Buffer.from('21f904000000000000' + '2c00000000ffffffff00' + '02024c0100'.slice(0, 10), 'hex');
  return Buffer.concat([head.subarray(0, head.length - 1), ...Array<Buffer>(count).fill(frame), Buffer.from(';')]);
}

/** A lossless WebP that is nothing but its size. */
function webpOf(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(32, 4);
  bytes.write('WEBPVP8L', 8);
  bytes.writeUInt32LE(20, 16);
  bytes.writeUInt8(0x2f, 20);
  bytes.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 21);
  return bytes;
}

function animatedWebpOf(): Buffer {
  const bytes = Buffer.alloc(44);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36, 4);
  bytes.write('WEBPVP8X', 8);
  bytes.writeUInt32LE(10, 16);
  bytes.writeUInt8(2, 20);
  bytes.fill(0xff, 24, 30);
  bytes.write('ANIM', 30);
  bytes.writeUInt32LE(6, 34);
  return bytes;
}

/** Says another size in the box that the size is read from (ISO/IEC 23008-12 §6.5.3). */
function avifOf(avif: Buffer, width: number, height: number): Buffer {
  const bytes = Buffer.from(avif);
  const at = bytes.indexOf('ispe');
  bytes.writeUInt32BE(width, at + 8);
  bytes.writeUInt32BE(height, at + 12);
  return bytes;
}
