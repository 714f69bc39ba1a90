import type { ApiHeaderOptions } from '@nestjs/swagger';

/** In which clients send the `deviceToken` of an earlier sign-in. A header, so that all ways to sign in have it alike. */
export const DEVICE_TOKEN_HEADER = 'device-token';

export const DEVICE_TOKEN: ApiHeaderOptions = {
  name: 'Device-Token',
  description: 'The `deviceToken` of an earlier sign-in on this device, by which it is recognised.',
  required: false,
  schema: {
    type: 'string',
    examples: ['kdv_AZrSwXs-fFWcHz8vD29aEKm3kq0cU0b7d4fJQm2yq8w5tqB1nXrXo3Zb0u9d4h2Yw'],
  },
};
