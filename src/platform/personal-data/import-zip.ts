import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { ReceivedFile } from '../http/uploads/receive-form.js';
import { Problem } from '../errors/problem.js';
import { importErrors } from './import.errors.js';

const MAX_ENTRIES = 50_000;

/** What is larger than this and was packed more tightly than that is made to blow up, and no text of anybody's. */
const MAX_UNSUSPICIOUS_BYTES = 1024 * 1024;
const MAX_RATIO = 500;

/**
 * A ZIP of somebody's. Its table is read and checked at once, the files when they are asked for. Never is more unpacked than the
 * table says (yauzl ends it there), so the sizes of the table can be trusted as bounds.
 */
export class ImportZip {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws `imports.not_readable`, `imports.too_large` */
  static async open(path: string): Promise<ImportZip> {
    const zip = await reading(() => yauzl.openPromise(path, { autoClose: false, strictFileNames: true }));
    try {
      if (zip.entryCount > MAX_ENTRIES) throw importErrors.tooLarge();
      return new ImportZip(zip, await reading(() => tableOf(zip)));
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  close(): void {
    this.zip.close();
  }

  paths(): string[] {
    return [...this.entries.keys()];
  }

  has(path: string): boolean {
    return this.entries.has(path);
  }

  /** Unpacked, in bytes; 0 of what is not there. */
  sizeOf(path: string): number {
    return this.entries.get(path)?.uncompressedSize ?? 0;
  }

  /** For what is known to be small enough. */
  async read(path: string): Promise<Buffer> {
    return reading(async () => {
      const bytes = await buffer(await this.unpack(path));
      this.requireChecksum(path, crc32(bytes));
      return bytes;
    });
  }

  /** Unpacks a file to a place on the disk. */
  async extract(path: string, target: string): Promise<ReceivedFile> {
    return reading(async () => {
      const digest = createHash('sha256');
      let [byteSize, checksum] = [0, 0];
      const measure = async function* (chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
        for await (const chunk of chunks) {
          digest.update(chunk);
          byteSize += chunk.length;
          checksum = crc32(chunk, checksum);
          yield chunk;
        }
      };
      await pipeline(await this.unpack(path), measure, createWriteStream(target, { flags: 'wx', mode: 0o600 }));
      this.requireChecksum(path, checksum);
      return { path: target, byteSize, hash: digest.digest('hex') };
    });
  }

  /** yauzl leaves that to us. */
  private requireChecksum(path: string, checksum: number): void {
    if (this.entries.get(path)?.crc32 !== checksum)
      throw importErrors.notReadable({ detail: `${path} is not as it was when it was packed.` });
  }

  private async unpack(path: string): Promise<Readable> {
    const entry = this.entries.get(path);
    if (!entry) throw importErrors.notReadable({ detail: `There is no ${path} in it.` });
    return this.zip.openReadStreamPromise(entry);
  }
}

async function tableOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    const { fileName, uncompressedSize, compressedSize } = entry;
    const named = JSON.stringify(fileName.slice(0, 200).toWellFormed());
    if (entry.isEncrypted()) throw importErrors.notReadable({ detail: `${named} is encrypted.` });
    if (entries.has(fileName)) throw importErrors.notReadable({ detail: `${named} is in it twice.` });
    if (uncompressedSize > MAX_UNSUSPICIOUS_BYTES && uncompressedSize > compressedSize * MAX_RATIO)
      throw importErrors.tooLarge({ detail: `${named} would become more than ${MAX_RATIO} times as large.` });
    entries.set(fileName, entry);
  }
  return entries;
}

/** What yauzl and zlib complain of is the file's fault; errors of the disk are ours. */
async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Problem || (cause as NodeJS.ErrnoException).syscall !== undefined) throw cause;
    throw importErrors.notReadable({ cause });
  }
}
