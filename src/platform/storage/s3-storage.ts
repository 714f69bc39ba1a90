import type { Readable } from 'node:stream';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type * as S3 from '@aws-sdk/client-s3';
import { Clock } from '../clock/clock.js';
import { Config } from '../config/load-config.js';
import type { Problem } from '../errors/problem.js';
import { HealthParts } from '../lifecycle/health-parts.js';
import { CircuitBreaker } from '../upstreams/circuit-breaker.js';
import { storageErrors } from './storage.errors.js';
import type { ByteRange, StorageDriver } from './storage-driver.js';

const CONNECT_MILLIS = 1_000;
/** From the question to the first byte of the answer, of all attempts together … */
const ANSWER_MILLIS = 4_000;
/** … and more for what is sent along, at the least rate that a way to a bucket has. */
const LEAST_BYTES_PER_SECOND = 1024 * 1024;
/** The second of which may find a bucket that was only restarting. */
const ATTEMPTS = 2;
const FAILURES_UNTIL_REST = 2;

type Sdk = typeof S3;

/** What a question needs: the SDK, its client, the bucket, and the signal that ends the wait. */
interface Asking {
  sdk: Sdk;
  client: S3.S3Client;
  Bucket: string;
  until: { abortSignal: AbortSignal };
}

/**
 * Bytes in a bucket of any service that speaks S3. Nothing of it is loaded before it is used for the first time. Once it is known
 * that there is no answer to be had, nobody waits for one, but for who tries it every ten seconds.
 */
@Injectable()
export class S3Storage implements StorageDriver, OnApplicationShutdown {
  private loading: Promise<{ sdk: Sdk; client: S3.S3Client }> | undefined;
  private readonly bucket: string | undefined;
  private readonly breaker: CircuitBreaker;

  constructor(
    private readonly config: Config,
    clock: Clock,
    parts: HealthParts,
  ) {
    this.bucket = config.get('S3_BUCKET');
    this.breaker = new CircuitBreaker(clock, {
      failures: FAILURES_UNTIL_REST,
      isOutage: (error) => !isAnswer(error),
      resting: (seconds) => storageErrors.unavailable({ headers: { 'retry-after': String(seconds) } }),
    });
    if (this.isConfigured) parts.add('bucket', () => (this.breaker.isOpen ? 'It rests after failures.' : undefined));
  }

  get isConfigured(): boolean {
    return this.bucket !== undefined;
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    await this.ask(
      ({ client, sdk, Bucket, until }) =>
        client.send(
          new sdk.PutObjectCommand({ Bucket, Key: key, Body: bytes, ContentLength: bytes.byteLength }),
          until,
        ),
      bytes.byteLength,
    );
  }

  async read(key: string, { start, end }: ByteRange): Promise<Readable> {
    const { Body } = await this.ask(({ client, sdk, Bucket, until }) =>
      client.send(new sdk.GetObjectCommand({ Bucket, Key: key, Range: `bytes=${start}-${end}` }), until),
    );
    return Body as Readable;
  }

  async delete(key: string): Promise<void> {
    await this.ask(({ client, sdk, Bucket, until }) =>
      client.send(new sdk.DeleteObjectCommand({ Bucket, Key: key }), until),
    );
  }

  /** In bytes; undefined where there is no such file. */
  async sizeOf(key: string): Promise<number | undefined> {
    return this.ask(async ({ client, sdk, Bucket, until }) => {
      try {
        return (await client.send(new sdk.HeadObjectCommand({ Bucket, Key: key }), until)).ContentLength;
      } catch (error) {
        if (error instanceof sdk.NotFound || error instanceof sdk.NoSuchKey) return undefined;
        throw error;
      }
    });
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.loading)?.client.destroy();
  }

  private async ask<T>(use: (asking: Asking) => Promise<T>, bytesSent = 0): Promise<T> {
    const { bucket: Bucket } = this;
    if (Bucket === undefined) throw unavailable(new Error('There are files in a bucket, but S3_BUCKET is not set.'));
    const { sdk, client } = await (this.loading ??= this.load());
    return this.breaker.watch(async () => {
      const patience = new AbortController();
      const millis = ANSWER_MILLIS + (bytesSent / LEAST_BYTES_PER_SECOND) * 1000;
      // Ends with the answer's first byte: who reads the rest may take longer.
      const timer = setTimeout(() => {
        patience.abort();
      }, millis);
      try {
        return await use({ sdk, client, Bucket, until: { abortSignal: patience.signal } });
      } catch (cause) {
        throw unavailable(cause);
      } finally {
        clearTimeout(timer);
      }
    });
  }

  private async load(): Promise<{ sdk: Sdk; client: S3.S3Client }> {
    const sdk = await import('@aws-sdk/client-s3');
    const endpoint = this.config.get('S3_ENDPOINT');
    const client = new sdk.S3Client({
      region: this.config.get('S3_REGION'),
      forcePathStyle: this.config.get('S3_PATH_STYLE'),
      credentials: {
        accessKeyId: this.config.get('S3_ACCESS_KEY_ID') ?? '',
        secretAccessKey: this.config.get('S3_SECRET_ACCESS_KEY') ?? '',
      },
      // Checksums beyond those that are demanded are AWS's own; other services stumble over them.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT_MILLIS },
      maxAttempts: ATTEMPTS,
      ...(endpoint !== undefined && { endpoint }),
    });
    return { sdk, client };
  }
}

function unavailable(cause: unknown): Problem {
  return storageErrors.unavailable({ cause, headers: { 'retry-after': '5' } });
}

/** Whether the bucket's service said something, be it that it will not have it. */
function isAnswer(error: unknown): boolean {
  const { cause } = error as { cause?: { $metadata?: { httpStatusCode?: number } } };
  const status = cause?.$metadata?.httpStatusCode;
  return status !== undefined && status < 500;
}
