import { ClsServiceManager } from 'nestjs-cls';
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import { workerNumber } from '../config/load-config.js';
import { traceIds } from '../tracing/spans.js';

type Write = (fields: object, message: string) => void;

/** The process's logger, injected by this class. One JSON object a line: `level` as a word, `time`, `message`, `requestId`. */
export abstract class Log {
  abstract readonly debug: Write;
  abstract readonly info: Write;
  abstract readonly warn: Write;
  abstract readonly error: Write;
}

/** Where secrets may appear in what is logged; pino replaces them before anything is written. */
const SECRETS = [
  'authorization',
  'cookie',
  'password',
  'currentPassword',
  'newPassword',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** Lines are written in blocks of this many bytes, or after so long: a system call for each would cost more than the line. */
const [BLOCK_BYTES, LONGEST_WAIT_MILLIS] = [4_096, 100];

let standardOutput: DestinationStream | undefined;

/** Shared by all loggers of the process. What is still in memory is written when the process exits, but not when it is killed. */
function blocksOnStandardOutput(): DestinationStream {
  if (standardOutput) return standardOutput;
  const stream = pino.destination({ minLength: BLOCK_BYTES, periodicFlush: LONGEST_WAIT_MILLIS, sync: true });
  process.on('exit', () => {
    stream.flushSync();
  });
  return (standardOutput = stream);
}

/** @param destination standard output when left out. */
export function createLog(level: string, destination: DestinationStream = blocksOnStandardOutput()): Logger {
  const worker = workerNumber();
  const options = {
    level,
    messageKey: 'message',
    base: worker === undefined ? null : { worker: Number(worker) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRETS, censor: '[redacted]' },
    serializers: { err: describeError },
    mixin: currentRequest,
  };
  return pino(options, destination);
}

/** The same log for lines whose fields are all known and hold no secret: looking for secrets costs more than the line itself. */
export function withoutRedaction(log: Logger): Log {
  return log.child({}, { redact: { paths: [], censor: '' } });
}

/** Ties every line that is written during a request to it. */
function currentRequest(): object {
  const requestId: unknown = ClsServiceManager.getClsService().get('requestId');
  return { ...(requestId !== undefined && { requestId }), ...traceIds() };
}

/** PostgreSQL's `detail` quotes row values (an e-mail address, say), so only what names the fault is kept. */
function describeError(error: Error): object {
  const { type, message, stack } = stdSerializers.err(error);
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return { type, message, stack, code, constraint };
}
