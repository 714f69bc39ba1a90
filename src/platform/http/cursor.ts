import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '../config/load-config.js';
import { httpErrors } from '../errors/http.errors.js';
import { Mac } from '../security/mac.js';

const MAC_BYTES = 12;
/** Many ask for the same first pages. */
const REMEMBERED = 1_000;

/** The sort key of the last row of a page, which the next page begins after. */
export type CursorKey = readonly (string | number | null)[];

/**
 * Opaque cursors: the last row's sort key, sealed together with the name of the list and its sort, so that one which was
 * tampered with or belongs to another sort is recognised (400) and a client cannot come to depend on what is inside.
 */
@Injectable()
export class Cursors {
  private readonly mac: Mac;
  private readonly sealed = new LRUCache<string, string>({ max: REMEMBERED });

  constructor(config: Config) {
    this.mac = new Mac(config, 'kitchen cursor', MAC_BYTES);
  }

  /** @param list names the list and its sort, e.g. `posts:newest`. */
  seal(list: string, key: CursorKey): string {
    const text = JSON.stringify(key);
    const name = `${list}\n${text}`;
    const remembered = this.sealed.get(name);
    if (remembered !== undefined) return remembered;
    const payload = Buffer.from(text);
    const cursor = Buffer.concat([this.mac.of(`${list}\n`, payload), payload]).toString('base64url');
    this.sealed.set(name, cursor);
    return cursor;
  }

  /** @throws `http.invalid_cursor` */
  open<Key extends CursorKey>(list: string, cursor: string): Key {
    const bytes = Buffer.from(cursor, 'base64url');
    const payload = bytes.subarray(MAC_BYTES);
    const isOurs = bytes.length > MAC_BYTES && this.mac.isOf(bytes.subarray(0, MAC_BYTES), `${list}\n`, payload);
    if (!isOurs || bytes.toString('base64url') !== cursor) throw httpErrors.invalidCursor();
    return JSON.parse(payload.toString()) as Key;
  }
}
