import type { Readable } from 'node:stream';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type * as S3 from '@aws-sdk/client-s3';
import { Config } from '../config/load-config.js';
import { storageErrors } from './storage.errors.js';
import type { ByteRange, StorageDriver } from './storage-driver.js';

const CONNECT_MILLIS = 3_000;
const ANSWER_MILLIS = 10_000;
/** The second of which may find a bucket that was only restarting; more would outlast the patience of proxies. */
const ATTEMPTS = 2;

type Sdk = typeof S3;

/** Bytes in a bucket of any service that speaks S3. Nothing of it is loaded before it is used for the first time. */
@Injectable()
export class S3Storage implements StorageDriver, OnApplicationShutdown {
  private loading: Promise<{ sdk: Sdk; client: S3.S3Client }> | undefined;
  private readonly bucket: string | undefined;

  constructor(private readonly config: Config) {
    this.bucket = config.get('S3_BUCKET');
  }

  get isConfigured(): boolean {
    return this.bucket !== undefined;
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    await this.ask(({ client, sdk }, Bucket) =>
      client.send(new sdk.PutObjectCommand({ Bucket, Key: key, Body: bytes, ContentLength: bytes.byteLength })),
    );
  }

  async read(key: string, { start, end }: ByteRange): Promise<Readable> {
    const { Body } = await this.ask(({ client, sdk }, Bucket) =>
      client.send(new sdk.GetObjectCommand({ Bucket, Key: key, Range: `bytes=${start}-${end}` })),
    );
    return Body as Readable;
  }

  async delete(key: string): Promise<void> {
    await this.ask(({ client, sdk }, Bucket) => client.send(new sdk.DeleteObjectCommand({ Bucket, Key: key })));
  }

  /** In bytes; undefined where there is no such file. */
  async sizeOf(key: string): Promise<number | undefined> {
    return this.ask(async ({ client, sdk }, Bucket) => {
      try {
        return (await client.send(new sdk.HeadObjectCommand({ Bucket, Key: key }))).ContentLength;
      } catch (error) {
        if (error instanceof sdk.NotFound || error instanceof sdk.NoSuchKey) return undefined;
        throw error;
      }
    });
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.loading)?.client.destroy();
  }

  private async ask<T>(use: (s3: { sdk: Sdk; client: S3.S3Client }, bucket: string) => Promise<T>): Promise<T> {
    try {
      if (this.bucket === undefined) throw new Error('There are files in a bucket, but S3_BUCKET is not set.');
      return await use(await (this.loading ??= this.load()), this.bucket);
    } catch (cause) {
      throw storageErrors.unavailable({ cause, headers: { 'retry-after': '5' } });
    }
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
      // Unless told to throw, it would only warn that there is no answer, and go on waiting for ever.
      requestHandler: { connectionTimeout: CONNECT_MILLIS, requestTimeout: ANSWER_MILLIS, throwOnRequestTimeout: true },
      maxAttempts: ATTEMPTS,
      ...(endpoint !== undefined && { endpoint }),
    });
    return { sdk, client };
  }
}
