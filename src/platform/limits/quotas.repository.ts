import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Sql, sql } from '../database/sql.js';
import type { Allowance, Quota } from './quota.js';

export interface KeyedQuota {
  key: string;
  quota: Quota;
}

interface QuotaRow {
  used: number;
  seconds: number;
}

/** Quotas counted in PostgreSQL: exactly, however many processes count at once. */
@Injectable()
export class QuotasRepository {
  constructor(private readonly database: Database) {}

  /**
   * Counts one request, in one statement. `clock_timestamp()`, because a statement may have waited for the row since `now()`.
   * One more than the quota is counted at most, so that a refusal is told from the last request that was admitted.
   */
  async take(key: string, quota: Quota): Promise<Allowance> {
    return toAllowance(await this.database.one<QuotaRow>(counting(key, quota)), quota);
  }

  /** The same of several in one message: all of them are counted, or none. */
  async takeAll(keyed: readonly KeyedQuota[]): Promise<{ quota: Quota; allowance: Allowance }[]> {
    const rows = await this.database.together<QuotaRow[]>(keyed.map(({ key, quota }) => counting(key, quota)));
    return keyed.flatMap(({ quota }, at) =>
      (rows[at] ?? []).map((row) => ({ quota, allowance: toAllowance(row, quota) })),
    );
  }

  async deleteOld(): Promise<number> {
    return this.database.execute(sql`delete from quotas where resets_at < now()`);
  }
}

function counting(key: string, { requests, windowSeconds }: Quota): Sql {
  const over = sql`known.resets_at <= clock_timestamp()`;
  const end = sql`clock_timestamp() + make_interval(secs => ${windowSeconds})`;
  return sql`
    insert into quotas as known (key, used, resets_at) values (${key}, 1, ${end})
    on conflict (key) do update
    set used = case when ${over} then 1 else least(known.used + 1, ${requests + 1}::integer) end,
        resets_at = case when ${over} then ${end} else known.resets_at end
    returning used, ceil(extract(epoch from resets_at - clock_timestamp()))::integer as seconds`;
}

function toAllowance({ used, seconds }: QuotaRow, { requests }: Quota): Allowance {
  return {
    isAdmitted: used <= requests,
    remaining: Math.max(0, requests - used),
    resetSeconds: Math.max(1, seconds),
  };
}
