import { rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Type } from '@nestjs/common';
import { parse } from 'secure-json-parse';
import { httpErrors } from '../errors/http.errors.js';
import { type FieldProblem, Problem } from '../errors/problem.js';
import { depthExceeds, MAX_DEPTH } from '../http/json-depth.js';
import { findForbidden } from '../http/json-limits.js';
import { readAs } from '../http/read-as.js';
import { escapeToken } from '../http/text.js';
import type { ReceivedFile } from '../http/uploads/receive-form.js';
import { temporaryPath } from '../http/uploads/temporary-files.js';
import { importErrors } from './import.errors.js';
import { ImportZip } from './import-zip.js';

/** All JSON that is read of one archive. While it is looked at it takes several times as much memory. */
const MAX_JSON_BYTES = 32 * 1024 * 1024;
/** The event loop gets a turn after so many items. */
const ITEMS_IN_A_ROW = 100;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** An item of a file, with the pointer that names file and item where something is wrong with it. */
export interface ImportedItem<T> {
  item: T;
  pointer: string;
}

/** An export that comes back, as rooms read it. What is wrong is 422, with a pointer such as `/posts.json/3/title`. */
export class ImportArchive {
  private jsonBytes = 0;

  private constructor(private readonly zip: ImportZip) {}

  /** @throws `imports.not_readable`, `imports.too_large` */
  static async open(path: string): Promise<ImportArchive> {
    return new ImportArchive(await ImportZip.open(path));
  }

  close(): void {
    this.zip.close();
  }

  paths(): string[] {
    return this.zip.paths();
  }

  has(path: string): boolean {
    return this.zip.has(path);
  }

  /** The one object of a file; undefined when there is no such file. */
  async object<T extends object>(path: string, dto: Type<T>): Promise<T | undefined> {
    return this.has(path) ? checked(dto, await this.json(path), pointerTo(path)) : undefined;
  }

  /** The items of a file's array; none when there is no such file. */
  async items<T extends object>(path: string, dto: Type<T>): Promise<ImportedItem<T>[]> {
    if (!this.has(path)) return [];
    const values = await this.json(path);
    if (!Array.isArray(values)) throw invalid(pointerTo(path), 'type.array', 'must be an array');
    const items: ImportedItem<T>[] = [];
    for (const [index, value] of values.entries()) {
      if (index % ITEMS_IN_A_ROW === 0) await setImmediate();
      const pointer = `${pointerTo(path)}/${index}`;
      items.push({ item: await checked(dto, value, pointer), pointer });
    }
    return items;
  }

  /** Unpacks one file for as long as `use` takes. */
  async extracted<T>(path: string, maxBytes: number, use: (file: ReceivedFile) => Promise<T>): Promise<T> {
    if (this.zip.sizeOf(path) > maxBytes) throw importErrors.tooLarge({ detail: `${path} is too large.` });
    const target = temporaryPath('import');
    try {
      return await use(await this.zip.extract(path, target));
    } finally {
      await rm(target, { force: true });
    }
  }

  private async json(path: string): Promise<unknown> {
    this.jsonBytes += this.zip.sizeOf(path);
    if (this.jsonBytes > MAX_JSON_BYTES) throw importErrors.tooLarge();
    const bytes = await this.zip.read(path);
    try {
      const text = utf8.decode(bytes);
      if (!depthExceeds(text, MAX_DEPTH)) return parse(text) as unknown;
    } catch (cause) {
      throw invalid(pointerTo(path), 'type.json', 'must be JSON in UTF-8', cause);
    }
    throw invalid(pointerTo(path), 'type.too_deep', `must not be nested more than ${MAX_DEPTH} levels deep`);
  }
}

/** 422 for something in an archive. */
export function invalid(pointer: string, code: string, detail: string, cause?: unknown): Problem {
  return httpErrors.validationFailed({ errors: [{ pointer, code, detail }], cause });
}

/** Runs what checks an item by the rules of a route, so that its complaints name the item. */
export async function at<T>(pointer: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || !error.details.errors) throw error;
    throw httpErrors.validationFailed({ cause: error, errors: error.details.errors.map((one) => below(pointer, one)) });
  }
}

async function checked<T extends object>(dto: Type<T>, value: unknown, pointer: string): Promise<T> {
  const forbidden = findForbidden(value, pointer);
  if (forbidden) throw httpErrors.validationFailed({ errors: [forbidden] });
  const read = await readAs(dto, value, 'left out');
  if (!Array.isArray(read)) return read.instance;
  throw httpErrors.validationFailed({ errors: read.map((problem) => below(pointer, problem)) });
}

function below(pointer: string, problem: FieldProblem): FieldProblem {
  return { ...problem, pointer: pointer + problem.pointer };
}

function pointerTo(path: string): string {
  return `/${escapeToken(path)}`;
}
