import { bool, str } from 'envalid';
import { integer, serviceUrl } from './variables.js';

/** Where the bytes of photos are, and how many. */
export const storageSettings = {
  S3_BUCKET: str({
    default: undefined,
    example: 'kitchen-photos',
    desc: 'A private bucket for the bytes of photos, at any S3-compatible service. When unset, they are in PostgreSQL. What is stored already stays where it is.',
  }),
  S3_ENDPOINT: serviceUrl({
    default: undefined,
    example: 'https://storage.example',
    desc: 'Address of the service; unset for AWS itself.',
  }),
  S3_REGION: str({ default: 'us-east-1', example: 'auto', desc: 'Region of the bucket, as the service names it.' }),
  S3_ACCESS_KEY_ID: str({
    default: undefined,
    example: '(from the service)',
    desc: 'Key that may read, write and delete in the bucket.',
    requiredWhen: ({ S3_BUCKET }) => S3_BUCKET !== undefined,
  }),
  S3_SECRET_ACCESS_KEY: str({
    default: undefined,
    example: '(from the service)',
    desc: 'The secret of that key.',
    requiredWhen: ({ S3_BUCKET }) => S3_BUCKET !== undefined,
  }),
  S3_PATH_STYLE: bool({
    default: false,
    desc: 'Name the bucket in the path instead of in the host name, as MinIO and other small services want it.',
  }),
  PHOTO_QUOTA_MB: integer(
    1,
    1_000_000,
  )({
    default: 500,
    desc: 'Megabytes (of 1,000,000 bytes) of photos that one member may keep.',
  }),
};
