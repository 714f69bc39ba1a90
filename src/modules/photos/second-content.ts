import { open } from 'node:fs/promises';

const HEAD_BYTES = 1024;
/** The end record of a ZIP, with the longest comment, is within so many bytes of the end (APPNOTE §4.3.16). */
const TAIL_BYTES = 65_557;

/** Beginnings of what a browser, an interpreter or a reader would take for its own, wherever in the file it looks for them. */
const FOREIGN = /%PDF-\d|<(?:!doctype\s+html|html|script|svg|iframe|\?php)\b/i;
const END_OF_ZIP = Buffer.from([0x50, 0x4b, 5, 6]);

/**
 * Whether a picture is a page, a program, a document or an archive at the same time. What is kept is encoded anew, so that none of
 * it would come out again: who sends such a thing has something else in mind.
 */
export async function hasSecondContent(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const parts = [await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)];
    parts.push(await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start));
    return parts.some(({ buffer, bytesRead }) => {
      const bytes = buffer.subarray(0, bytesRead);
      return FOREIGN.test(bytes.toString('latin1')) || bytes.includes(END_OF_ZIP);
    });
  } finally {
    await file.close();
  }
}
