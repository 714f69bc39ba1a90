import type { ByteRange } from '../../storage/storage-driver.js';

const ONE_RANGE = /^bytes=\s*(?:(\d{1,15})-(\d{1,15})?|-(\d{1,15}))\s*$/i;

/**
 * The part of a file that a `Range` header asks for (RFC 9110 §14.2). All of it where the header is missing, malformed, in
 * another unit, or asks for several parts: it may be ignored then.
 *
 * @returns `unsatisfiable` when no byte of the file is in it.
 */
export function byteRangeOf(header: string | undefined, byteSize: number): ByteRange | undefined | 'unsatisfiable' {
  const [isRange, first, last, suffix] = ONE_RANGE.exec(header ?? '') ?? [];
  if (isRange === undefined) return undefined;
  if (suffix !== undefined) {
    return Number(suffix) === 0
      ? 'unsatisfiable'
      : { start: Math.max(0, byteSize - Number(suffix)), end: byteSize - 1 };
  }
  const [start, end] = [Number(first), last === undefined ? byteSize - 1 : Math.min(Number(last), byteSize - 1)];
  if (last !== undefined && Number(last) < start) return undefined;
  return start >= byteSize ? 'unsatisfiable' : { start, end };
}
