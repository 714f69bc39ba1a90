import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import type { KnownDevice } from './known-device.entity.js';

export type NewKnownDevice = Pick<KnownDevice, 'id' | 'userId' | 'device' | 'network'>;

/** A device, and how it comes to be known. */
export interface SeenDevice {
  id: string;
  isNew: boolean;
}

/** Nobody uses more; whoever has the password could otherwise fill the table. */
const MOST_DEVICES = 50;

@Injectable()
export class KnownDevicesRepository {
  constructor(private readonly database: Database) {}

  /** Whether it is one of the member's, and trusted. */
  async isKnown(userId: string, id: string): Promise<boolean> {
    const row = await this.database.maybeOne(sql`
      select from known_devices where id = ${id} and user_id = ${userId} and forgotten_at is null`);
    return row !== undefined;
  }

  async touch(userId: string, id: string): Promise<boolean> {
    const count = await this.database.execute(sql`
      update known_devices set last_used_at = now()
      where id = ${id} and user_id = ${userId} and forgotten_at is null`);
    return count > 0;
  }

  /** Finds the device by what it is and where, or adds it. One that was forgotten is as good as new, under another id. */
  async see({ id, userId, device, network }: NewKnownDevice): Promise<SeenDevice> {
    return this.database.one<SeenDevice>(sql`
      insert into known_devices as known (id, user_id, device, network) values (${id}, ${userId}, ${device}, ${network})
      on conflict (user_id, device, network) do update
      set id = case when known.forgotten_at is null then known.id else excluded.id end,
          created_at = case when known.forgotten_at is null then known.created_at else excluded.created_at end,
          last_used_at = now(), forgotten_at = null
      returning id, id = ${id}::uuid as "isNew"`);
  }

  /** How many there are beside this one, forgotten ones included, and how many of them were new within the last hour. */
  async countOthers(userId: string, id: string): Promise<{ total: number; recent: number }> {
    return this.database.one(sql`
      select count(*)::integer as total,
             count(*) filter (where created_at > now() - interval '1 hour')::integer as recent
      from known_devices where user_id = ${userId} and id <> ${id}`);
  }

  async listOwned(userId: string): Promise<KnownDevice[]> {
    return this.database.many<KnownDevice>(sql`
      select id, user_id as "userId", device, network, last_used_at as "lastUsedAt", created_at as "createdAt",
             forgotten_at as "forgottenAt"
      from known_devices where user_id = ${userId} and forgotten_at is null order by last_used_at desc, id desc`);
  }

  /** Deletes those that were used longest ago beyond the most that a member may have. */
  async deleteSurplus(userId: string): Promise<void> {
    await this.database.execute(sql`
      delete from known_devices where id in (
        select id from known_devices where user_id = ${userId} order by last_used_at desc, id desc offset ${MOST_DEVICES})`);
  }

  /** Trusts none of a member's devices any more, but for this one. They stay, so that the next one is told from the very first. */
  async forgetOthers(userId: string, id: string | undefined): Promise<void> {
    await this.database.execute(sql`
      update known_devices set forgotten_at = now()
      where user_id = ${userId} and id is distinct from ${id ?? null}::uuid and forgotten_at is null`);
  }

  async deleteUnused(): Promise<number> {
    return this.database.execute(sql`delete from known_devices where last_used_at < now() - interval '1 year'`);
  }
}
