import { ClsServiceManager } from 'nestjs-cls';
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import { workerNumber } from '../config/load-config.js';
import { traceIds } from '../tracing/spans.js';
import { standardOutput } from './standard-output.js';

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

/** @param destination standard output when left out. */
export function createLog(level: string, destination: DestinationStream = standardOutput()): Logger {
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
