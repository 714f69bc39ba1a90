import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { Quota } from './quota.js';

export const RATE_LIMIT = 'kitchen:rate-limit';

/** How often a route may be asked from one network, counted exactly across all processes; beside the limit on all writes. */
export const RateLimit = (quota: Quota) => applyDecorators(SetMetadata(RATE_LIMIT, quota));
