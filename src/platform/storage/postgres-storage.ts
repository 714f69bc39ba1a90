import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { sql } from '../database/sql.js';
import type { ByteRange, StorageDriver } from './storage-driver.js';

/** So many bytes of a file are in memory at once while it is read. */
const CHUNK_BYTES = 128 * 1024;

/** Bytes in our own database, where one backup holds everything and nothing has to be set up. */
@Injectable()
export class PostgresStorage implements StorageDriver {
  constructor(private readonly database: Database) {}

  async write(key: string, bytes: Uint8Array): Promise<void> {
    const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    await this.database.transaction(async () => {
      for (let number = 0; number * CHUNK_BYTES < whole.length; number++) {
        const chunk = whole.subarray(number * CHUNK_BYTES, (number + 1) * CHUNK_BYTES);
        await this.database.execute(
          sql`insert into stored_chunks (key, number, bytes) values (${key}, ${number}, ${chunk})`,
        );
      }
    });
  }

  /** Nothing is held between two chunks: a slow reader costs no connection. */
  async read(key: string, range: ByteRange): Promise<Readable> {
    const chunks = this.chunks(key, range);
    // The first is read at once, so that a file which is not there is an error and not a broken stream.
    const first = await chunks.next();
    return Readable.from(first.done ? [] : prepend(first.value, chunks), { objectMode: false });
  }

  async delete(key: string): Promise<void> {
    await this.database.execute(sql`delete from stored_chunks where key = ${key}`);
  }

  private async *chunks(key: string, { start, end }: ByteRange): AsyncGenerator<Buffer, void> {
    for (let number = Math.floor(start / CHUNK_BYTES); number * CHUNK_BYTES <= end; number++) {
      const offset = number * CHUNK_BYTES;
      const { bytes } = await this.database.one<{ bytes: Buffer }>(
        sql`select bytes from stored_chunks where key = ${key} and number = ${number}`,
      );
      yield bytes.subarray(Math.max(0, start - offset), end - offset + 1);
    }
  }
}

async function* prepend(first: Buffer, rest: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  yield first;
  yield* rest;
}
