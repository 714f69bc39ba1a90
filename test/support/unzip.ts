import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** The files of a ZIP by their names, read by another library than the one that wrote it; sizes and checksums are compared. */
export async function unzip(bytes: Buffer, encoding: BufferEncoding = 'utf8'): Promise<Map<string, string>> {
  const archive = await yauzl.fromBufferPromise(bytes, { strictFileNames: true });
  const files = new Map<string, string>();
  for await (const entry of archive.eachEntry()) {
    files.set(entry.fileName, (await buffer(await archive.openReadStreamPromise(entry))).toString(encoding));
  }
  return files;
}
