import { Injectable } from '@nestjs/common';
import { Config } from '../config/load-config.js';
import { httpErrors } from '../errors/http.errors.js';
import { currentReply } from '../http/request-context.js';
import { LimitKeys } from './limit-keys.js';
import type { Allowance, Quota } from './quota.js';
import { QuotasRepository } from './quotas.repository.js';
import { tellLimit } from './rate-limit-headers.js';

/** A quota, and whose are counted together. */
interface Counted {
  quota: Quota;
  whom: string;
}

/** How often somebody may do something, counted exactly across all processes. */
@Injectable()
export class Quotas {
  private readonly isOn: boolean;

  constructor(
    config: Config,
    private readonly quotas: QuotasRepository,
    private readonly keys: LimitKeys,
  ) {
    this.isOn = config.get('RATE_LIMITS') === 'on';
  }

  /**
   * Counts one more, and tells in the headers what is left. Within a transaction it is counted only if that is committed, and
   * others who are counted with it wait until then.
   * What nobody has sent a request for, like the content of a demo, is not counted.
   *
   * @param whom whose are counted together: an address, an id.
   * @throws `http.too_many_requests`
   */
  async take(quota: Quota, whom: string): Promise<void> {
    if (this.isOn && currentReply()) admit(quota, await this.quotas.take(this.keys.of(quota.name, whom), quota));
  }

  /** {@link take} of several, in this order. */
  async takeAll(all: readonly Counted[]): Promise<void> {
    if (!this.isOn || !currentReply() || all.length === 0) return;
    const keyed = all.map(({ quota, whom }) => ({ quota, key: this.keys.of(quota.name, whom) }));
    for (const { quota, allowance } of await this.quotas.takeAll(keyed)) admit(quota, allowance);
  }
}

/** @throws `http.too_many_requests` */
export function admit(quota: Quota, allowance: Allowance): void {
  tellLimit(quota, allowance);
  if (!allowance.isAdmitted) {
    throw httpErrors.tooManyRequests({ headers: { 'retry-after': String(allowance.resetSeconds) } });
  }
}
