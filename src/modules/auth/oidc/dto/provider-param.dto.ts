import { Matches } from 'class-validator';

export class ProviderParam {
  /** @example "google" */
  @Matches(/^[a-z0-9-]{1,30}$/, { message: 'must be the id of a provider' })
  provider!: string;
}
