import type { Readable } from 'node:stream';

/** Where a file's bytes lie. */
export type Place = 'postgres' | 's3';

/** A part of a file: the first byte and the last one, both included, as in a `Range` header. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * A place for bytes. What is written under a key never changes, and no key is used twice: they are made by {@link Storage},
 * which also remembers what lies where.
 */
export interface StorageDriver {
  /** Writes all of it, or throws. */
  write(key: string, bytes: Uint8Array): Promise<void>;
  /** @throws what the place says when there is no such file; the stream fails when it goes away in the middle. */
  read(key: string, range: ByteRange): Promise<Readable>;
  /** Leaves alone what is not there. */
  delete(key: string): Promise<void>;
}
