import { Global, Module } from '@nestjs/common';
import { PostgresStorage } from './postgres-storage.js';
import { S3Storage } from './s3-storage.js';
import { Storage } from './storage.js';
import { StorageChecks } from './storage-checks.js';
import { StoredFilesRepository } from './stored-files.repository.js';

/** Where rooms keep bytes: docs/adr/0030. */
@Global()
@Module({ providers: [Storage, StorageChecks, StoredFilesRepository, PostgresStorage, S3Storage], exports: [Storage] })
export class StorageModule {}
