import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { writeArchive } from './write-archive.js';

const PART = 8_192;
const PARTS = 2_000;

describe('writing an archive', () => {
  it('reads no further ahead of a slow target than it must, however much there is', async () => {
    let [read, written, furthestAhead] = [0, 0, 0];
    // What cannot be compressed is as long written as read.
    function* content(): Iterable<Uint8Array> {
      for (let n = 0; n < PARTS; n++) {
        read += PART;
        furthestAhead = Math.max(furthestAhead, read - written);
        yield randomBytes(PART);
      }
    }
    async function* files() {
      for (const path of ['one', 'two']) yield await Promise.resolve({ path, content: asAsync(content()) });
    }
    const target = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written += chunk.length;
        setImmediate(done);
      },
    });
    await writeArchive(files(), target, { mtime: new Date(), signal: new AbortController().signal });

    expect(read).toBe(2 * PARTS * PART);
    expect(written).toBeGreaterThan(read);
    expect(furthestAhead).toBeLessThan(500_000);
  });

  it('ends with what it is told to end for, and reads no more', async () => {
    const stop = new AbortController();
    let read = 0;
    async function* content() {
      for (;;) {
        if (++read === 100) stop.abort(new Error('too long'));
        yield await Promise.resolve('a line\n');
      }
    }
    async function* files() {
      yield await Promise.resolve({ path: 'endless', content: content() });
    }
    const target = new Writable({ write: (_chunk, _encoding, done) => done() });
    const writing = writeArchive(files(), target, { mtime: new Date(), signal: stop.signal });

    await expect(writing).rejects.toThrow('too long');
    expect(read).toBe(100);
  });
});

async function* asAsync<T>(parts: Iterable<T>): AsyncIterable<T> {
  for (const part of parts) yield await Promise.resolve(part);
}
