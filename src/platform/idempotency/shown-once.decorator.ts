import { SetMetadata } from '@nestjs/common';

/** Fields of a route's answer that are secret and shown once: what is kept to be replayed has `null` in their place. */
export const SHOWN_ONCE = 'kitchen:shown-once';
export const ShownOnce = (...fields: string[]) => SetMetadata(SHOWN_ONCE, fields);
