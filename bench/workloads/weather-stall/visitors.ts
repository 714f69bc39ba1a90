import { setTimeout as delay } from 'node:timers/promises';
import type { WeatherUpstream } from '../../../test/support/weather-upstream.js';
import type { Server } from '../../harness/server.js';
import { SteadyTraffic, type TrafficResult } from '../../harness/steady-traffic.js';

const PER_SECOND = 100;
/** The breaker lets an attempt through after ten seconds. */
const RECOVERS_WITHIN_MILLIS = 20_000;
const [LATITUDES, SOUTHERNMOST] = [1_700, -85];

/** Those who ask for the weather, beside the load that is measured. */
export class Visitors {
  private traffic: SteadyTraffic | undefined;
  private places = 0;

  constructor(
    private readonly server: Server,
    private readonly upstream: WeatherUpstream,
  ) {}

  /** Places that nobody has asked for in this run. */
  newPlaces(count: number): string[] {
    return Array.from({ length: count }, () => this.newPlace());
  }

  async ask(place: string): Promise<number> {
    const answer = await fetch(place);
    await answer.arrayBuffer();
    return answer.status;
  }

  /** @throws Error if there is no weather for this place. */
  async insistOn(place: string): Promise<void> {
    const status = await this.ask(place);
    if (status !== 200) throw new Error(`${place} answers ${status}.`);
  }

  /** From now on they ask for these places in turn, or each for another one. */
  come(places?: readonly string[]): void {
    let next = 0;
    this.traffic = new SteadyTraffic(PER_SECOND, () => places?.[next++ % places.length] ?? this.newPlace());
  }

  /** They ask no more, and have all been answered. @throws Error if an answer had another status. */
  async leave(expected: number): Promise<TrafficResult | undefined> {
    const result = await this.traffic?.stop();
    const statuses = Object.keys(result?.statuses ?? {});
    if (statuses.length !== 1 || statuses[0] !== String(expected)) {
      throw new Error(
        `Requests for the weather were answered with ${JSON.stringify(result?.statuses)}, not ${expected}.`,
      );
    }
    return result;
  }

  /** Makes the service well again, and waits until the application has noticed. */
  async waitForRecovery(): Promise<void> {
    await this.upstream.until(0);
    this.upstream.recover();
    const givesUpAt = Date.now() + RECOVERS_WITHIN_MILLIS;
    while ((await this.ask(this.newPlace())) !== 200) {
      if (Date.now() > givesUpAt) throw new Error('There is no weather although the service is well again.');
      await delay(250);
    }
    this.upstream.recover();
  }

  private newPlace(): string {
    const place = this.places++;
    const [lat, lon] = [SOUTHERNMOST + (place % LATITUDES) / 10, Math.floor(place / LATITUDES) / 10];
    return `${this.server.origin}/api/v1/weather?lat=${lat.toFixed(1)}&lon=${lon.toFixed(1)}`;
  }
}
