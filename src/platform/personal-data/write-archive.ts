import { once } from 'node:events';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { ExportFile } from './personal-data.js';

/**
 * Writes files into a ZIP, one after the other, as fast as `target` takes it: however much it is, little of it is in memory.
 * The files are read in the asynchronous context of the caller, so that a transaction that is open there is theirs.
 *
 * @param mtime the time that all files get.
 * @param signal ends it; what it was aborted with is thrown.
 */
export async function writeArchive(
  files: AsyncIterable<ExportFile>,
  target: Writable,
  { mtime, signal }: { mtime: Date; signal: AbortSignal },
): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  const broken = new AbortController();
  const stop = AbortSignal.any([signal, broken.signal]);
  const written = pipeline(output, target).catch((error: unknown) => {
    broken.abort(error);
    throw error;
  });
  const filled = fill(zip, files, mtime, stop).catch((error: unknown) => {
    output.destroy(error as Error);
    throw stop.aborted ? stop.reason : error;
  });
  const [first] = (await Promise.allSettled([filled, written])).filter(({ status }) => status === 'rejected');
  if (first?.status === 'rejected') throw first.reason;
}

async function fill(zip: ZipFile, files: AsyncIterable<ExportFile>, mtime: Date, signal: AbortSignal): Promise<void> {
  for await (const { path, content } of files) {
    const entry = new PassThrough();
    zip.addReadStream(entry, path, { mtime });
    for await (const part of content) {
      signal.throwIfAborted();
      if (!entry.write(part)) await once(entry, 'drain', { signal });
    }
    entry.end();
    await finished(entry, { signal });
  }
  zip.end();
}
