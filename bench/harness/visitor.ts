import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { newKey } from './keys.js';

const TIMEOUT_MILLIS = 10_000;
const READ_BYTES = 256 * 1024;
const END_OF_HEAD = Buffer.from('\r\n\r\n');
/** Where the status stands in `HTTP/1.1 200 OK`. */
const STATUS_AT = 9;

/** A request in bytes, and what must come back. */
export interface Expected {
  name: string;
  request: Buffer;
  /** Where in it the key of this time goes, if it has one. */
  keyAt: number | undefined;
  status: number;
  /** Byte for byte; undefined where it is another one each time. */
  answer: Buffer | undefined;
}

/**
 * One connection that asks for the next thing when it has its answer. It reads no more of HTTP/1.1 than servers here speak
 * (answers with a `Content-Length`, or without a body), so that it costs a third of what a client for everything does.
 */
export class Visitor {
  /** Is told what was wrong with the answer, if anything. */
  onAnswer: (problem: string | undefined) => void = () => undefined;
  private expected: Expected | undefined;
  private pending: Buffer | undefined;
  private isClosed = false;
  private readonly socket: Socket;

  constructor(host: string, port: number) {
    const read = { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback: this.read.bind(this) };
    this.socket = connect({ host, port, noDelay: true, onread: read });
    this.socket.setTimeout(TIMEOUT_MILLIS, () => this.finish(`no answer within ${TIMEOUT_MILLIS / 1000} s`));
    this.socket.on('error', (error) => this.finish(String(error)));
    this.socket.on('close', () => {
      this.isClosed = true;
      this.finish('the connection was closed');
    });
  }

  /** @returns why it could not be opened. */
  async open(): Promise<string | undefined> {
    return once(this.socket, 'connect').then(
      () => undefined,
      (error: unknown) => String(error),
    );
  }

  ask(expected: Expected): void {
    this.expected = expected;
    if (expected.keyAt !== undefined) expected.request.write(newKey(), expected.keyAt, 'latin1');
    if (this.isClosed) this.finish('the connection was closed');
    else this.socket.write(expected.request);
  }

  close(): void {
    this.socket.destroy();
  }

  private read(length: number, buffer: Uint8Array): boolean {
    const chunk = Buffer.from(buffer.buffer, buffer.byteOffset, length);
    const bytes = this.pending ? Buffer.concat([this.pending, chunk]) : chunk;
    const headLength = bytes.indexOf(END_OF_HEAD) + END_OF_HEAD.length;
    const bodyLength =
      headLength < END_OF_HEAD.length ? undefined : bodyLengthOf(bytes.toString('latin1', 0, headLength));
    if (bodyLength === undefined || bytes.length < headLength + bodyLength) {
      // The buffer is written over by what comes next.
      this.pending = Buffer.from(bytes);
      return true;
    }
    this.pending = undefined;
    this.finish(this.problemWith(bytes, headLength));
    return true;
  }

  private problemWith(bytes: Buffer, headLength: number): string | undefined {
    const { name, status, answer } = this.expected!;
    const actual = Number(bytes.toString('latin1', STATUS_AT, STATUS_AT + 3));
    if (actual !== status)
      return `${name} was answered with ${actual}: ${bytes.toString('utf8', headLength, headLength + 300)}`;
    if (answer !== undefined && !bytes.subarray(headLength).equals(answer))
      return `${name} had another body than before`;
    return undefined;
  }

  private finish(problem: string | undefined): void {
    if (!this.expected) return;
    this.expected = undefined;
    this.onAnswer(problem);
  }
}

/** Not the length of a chunked answer, which would be taken for one without a body and then for a wrong one. */
function bodyLengthOf(head: string): number {
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  return Number(length ?? 0);
}
