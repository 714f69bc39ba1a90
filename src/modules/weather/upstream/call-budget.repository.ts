import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/load-config.js';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';

const MINUTE = sql`date_trunc('minute', now(), 'UTC')`;
const HOUR = sql`date_trunc('hour', now(), 'UTC')`;
const DAY = sql`date_trunc('day', now(), 'UTC')`;

/**
 * How often the source may still be asked, counted in one row for all replicas together, by the same minutes, hours and days
 * (UTC) as the source itself counts. The limits are checked as the source checks them: a call is allowed while there is
 * anything left, whatever it costs.
 */
@Injectable()
export class CallBudgetRepository {
  private readonly limits;
  private readonly isMinuteSpent;
  private readonly isHourSpent;
  private readonly isDaySpent;

  constructor(
    private readonly database: Database,
    config: Config,
  ) {
    const [minute, hour, day] = [
      config.get('WEATHER_CALLS_PER_MINUTE'),
      config.get('WEATHER_CALLS_PER_HOUR'),
      config.get('WEATHER_CALLS_PER_DAY'),
    ];
    this.limits = { minute, hour, day };
    this.isMinuteSpent = sql`budget.minute = ${MINUTE} and budget.minute_spent >= ${minute}::numeric`;
    this.isHourSpent = sql`budget.hour = ${HOUR} and budget.hour_spent >= ${hour}::numeric`;
    this.isDaySpent = sql`budget.day = ${DAY} and budget.day_spent >= ${day}::numeric`;
  }

  /** Counts a call that is about to be made. @returns 0 when it may be made, else the seconds until one may be. */
  async spend(cost: number): Promise<number> {
    const spent = await this.database.execute(sql`
      insert into weather_budget as budget (id, minute, minute_spent, hour, hour_spent, day, day_spent)
      values (1, ${MINUTE}, ${cost}, ${HOUR}, ${cost}, ${DAY}, ${cost})
      on conflict (id) do update set
        minute = excluded.minute, hour = excluded.hour, day = excluded.day,
        minute_spent = excluded.minute_spent
          + case when budget.minute = excluded.minute then budget.minute_spent else 0 end,
        hour_spent = excluded.hour_spent + case when budget.hour = excluded.hour then budget.hour_spent else 0 end,
        day_spent = excluded.day_spent + case when budget.day = excluded.day then budget.day_spent else 0 end
      where coalesce(budget.paused_until <= now(), true)
        and not (${this.isMinuteSpent}) and not (${this.isHourSpent}) and not (${this.isDaySpent})`);
    return spent > 0 ? 0 : this.secondsUntilNext();
  }

  /** Lets no replica make a call for so long, because the source asked for it. */
  async pause(seconds: number): Promise<void> {
    await this.database.execute(sql`
      update weather_budget
      set paused_until = greatest(paused_until, now() + make_interval(secs => ${seconds}))`);
  }

  /** How many calls are left in the current minute, hour and day; below zero when the last one cost more than there was. */
  async left(): Promise<Record<'minute' | 'hour' | 'day', number>> {
    const spent = await this.database.maybeOne<Record<'minute' | 'hour' | 'day', number>>(sql`
      select case when minute = ${MINUTE} then minute_spent else 0 end::float as minute,
        case when hour = ${HOUR} then hour_spent else 0 end::float as hour,
        case when day = ${DAY} then day_spent else 0 end::float as day
      from weather_budget`);
    const { minute, hour, day } = this.limits;
    return { minute: minute - (spent?.minute ?? 0), hour: hour - (spent?.hour ?? 0), day: day - (spent?.day ?? 0) };
  }

  private async secondsUntilNext(): Promise<number> {
    const row = await this.database.maybeOne<{ seconds: number }>(sql`
      select ceil(extract(epoch from greatest(
        now() + interval '1 second',
        budget.paused_until,
        case when ${this.isMinuteSpent} then budget.minute + interval '1 minute' end,
        case when ${this.isHourSpent} then budget.hour + interval '1 hour' end,
        case when ${this.isDaySpent} then budget.day + interval '1 day' end
      ) - now()))::integer as seconds
      from weather_budget as budget`);
    return row?.seconds ?? 1;
  }
}
