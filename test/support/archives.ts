import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Answer } from './api.js';
import type { Kitchen, Member } from './app.js';

type Sender = Pick<Member, 'accessToken'>;

/** What a member takes along, as bytes. */
export async function exportOf({ origin }: Pick<Kitchen, 'origin'>, { accessToken }: Sender): Promise<Buffer> {
  const answer = await fetch(`${origin}/api/v1/users/me/export`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  if (answer.status !== 200) throw new Error(await answer.text());
  return Buffer.from(await answer.arrayBuffer());
}

/** Sends an archive as `curl -F file=@…` does. */
export async function importInto(
  { origin }: Pick<Kitchen, 'origin'>,
  member: Sender | undefined,
  bytes: Uint8Array,
  extraHeaders: Record<string, string> = {},
): Promise<Answer> {
  const form = new FormData();
  form.append('file', new Blob([bytes]), 'export.zip');
  const answer = await fetch(`${origin}/api/v1/users/me/import`, {
    method: 'POST',
    body: form,
    headers: { ...(member && { authorization: `Bearer ${member.accessToken}` }), ...extraHeaders },
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) };
}

/** A ZIP of these files; what is no text or bytes is written as JSON. */
export async function zipOf(files: Iterable<readonly [path: string, content: unknown]>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of files) zip.addBuffer(toBytes(content), path);
  zip.end();
  return buffer(zip.outputStream as Readable);
}

function toBytes(content: unknown): Buffer {
  if (Buffer.isBuffer(content)) return content;
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
}
