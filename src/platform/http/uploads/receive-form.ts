import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { httpErrors } from '../../errors/http.errors.js';
import { type FieldProblem, Problem } from '../../errors/problem.js';
import { unknownField } from '../json-limits.js';
import { escapeToken } from '../text.js';
import { uploadErrors } from './upload.errors.js';

/** A file that has arrived, whatever is in it. What the client said of its name and type is not looked at. */
export interface ReceivedFile {
  path: string;
  byteSize: number;
  /** SHA-256 of its bytes, in hexadecimal. */
  hash: string;
}

export interface ReceivedForm {
  fields: Record<string, string>;
  file: ReceivedFile;
}

const FILE_FIELD = 'file';

/** More than any form of this API has, so that what is too much can be named. */
const LIMITS = { files: 2, fields: 10, parts: 12, fieldNameSize: 100, fieldSize: 8 * 1024, headerPairs: 20 };

/** What is left of a refused request is read away, so that its answer arrives; of more than this the client is cut off. */
const MAX_REST_BYTES = 32 * 1024 * 1024;

/**
 * Reads a form (RFC 7578) of one file and some texts, the file to `path` as it comes.
 *
 * @throws what is wrong with it, as soon as that is known.
 */
export async function receiveForm(
  request: FastifyRequest,
  path: string,
  { maxBytes }: { maxBytes: number },
): Promise<ReceivedForm> {
  try {
    return await readParts(request, path, maxBytes);
  } catch (error) {
    readAway(request.raw);
    throw toProblem(error);
  }
}

/** Reads a file that is the body itself. @throws as {@link receiveForm}. */
export async function receiveBody(
  { raw }: FastifyRequest,
  path: string,
  { maxBytes }: { maxBytes: number },
): Promise<ReceivedForm> {
  try {
    // Too large a body is not broken off, so that its answer arrives.
    return { fields: {}, file: await write(raw.iterator({ destroyOnReturn: false }), path, maxBytes) };
  } catch (error) {
    readAway(raw);
    throw toProblem(error);
  }
}

async function readParts(request: FastifyRequest, path: string, maxBytes: number): Promise<ReceivedForm> {
  const fields: Record<string, string> = {};
  let file: ReceivedFile | undefined;
  for await (const part of request.parts({ limits: { ...LIMITS, fileSize: maxBytes } })) {
    const name = part.fieldname;
    if (part.type === 'file') {
      if (name !== FILE_FIELD) throw refused(unknownField(pointerTo(name)));
      if (file) throw refused({ pointer: '/file', code: 'field.repeated', detail: 'is there twice; send one file' });
      file = await receiveFile(part, path);
    } else {
      if (name === FILE_FIELD) throw refused({ pointer: '/file', code: 'type.file', detail: 'must be a file' });
      if (name in fields) throw refused({ pointer: pointerTo(name), code: 'field.repeated', detail: 'is there twice' });
      if (part.fieldnameTruncated) throw refused(unknownField(pointerTo(name)));
      if (part.valueTruncated)
        throw refused({ pointer: pointerTo(name), code: 'field.max_length', detail: 'is too long' });
      fields[name] = String(part.value);
    }
  }
  if (!file) throw refused({ pointer: '/file', code: 'field.required', detail: 'is missing' });
  return { fields, file };
}

async function receiveFile({ file }: MultipartFile, path: string): Promise<ReceivedFile> {
  const received = await write(file, path, Infinity);
  if (file.truncated) throw uploadErrors.tooLarge();
  return received;
}

async function write(source: AsyncIterable<unknown>, path: string, maxBytes: number): Promise<ReceivedFile> {
  const digest = createHash('sha256');
  let byteSize = 0;
  const measure = async function* (chunks: AsyncIterable<unknown>): AsyncIterable<Buffer> {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      digest.update(chunk);
      byteSize += chunk.length;
      if (byteSize > maxBytes) throw uploadErrors.tooLarge();
      yield chunk;
    }
  };
  await pipeline(source, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return { path, byteSize, hash: digest.digest('hex') };
}

function pointerTo(name: string): string {
  return `/${escapeToken(name.toWellFormed())}`;
}

function refused(problem: FieldProblem): Problem {
  return httpErrors.validationFailed({ errors: [problem] });
}

/** The parser's own limits and complaints are the client's doing; errors of the disk are ours. */
function toProblem(error: unknown): unknown {
  if (error instanceof Problem || (error as NodeJS.ErrnoException).syscall !== undefined) return error;
  const { code } = error as { code?: string };
  if (code === 'FST_PROTO_VIOLATION' || code === 'FST_INVALID_JSON_FIELD_ERROR' || code?.endsWith('S_LIMIT')) {
    return httpErrors.validationFailed({
      cause: error,
      errors: [{ pointer: '', code: 'field.unknown', detail: 'has parts that are not known here' }],
    });
  }
  return uploadErrors.malformed({ cause: error });
}

function readAway(request: IncomingMessage): void {
  let rest = 0;
  request.unpipe();
  request.on('data', (chunk: Buffer) => {
    rest += chunk.length;
    if (rest > MAX_REST_BYTES) request.destroy();
  });
  request.resume();
}
