import type { Readable } from 'node:stream';
import type { ByteRange } from '../../storage/storage-driver.js';

/** Bytes that never change, as a route answers with them. */
export interface ServedFile {
  mediaType: string;
  byteSize: number;
  /** A strong one, with its quotes. */
  etag: string;
  cacheControl: string;
  /** Called at most once, and only if somebody reads. */
  open(range: ByteRange): Promise<Readable>;
}
