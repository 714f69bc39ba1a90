import type { WeatherUpstream } from '../../../test/support/weather-upstream.js';
import type { Server } from '../../harness/server.js';
import type { Arm } from '../../harness/workload.js';
import { Visitors } from './visitors.js';

/** The circuit breaker opens when so many calls in a row have failed. */
const FAILURES_OF_BREAKER = 5;
/** Few enough: each fails again 2.5 s after the last time, so that four failures are all there are in the first 6.5 s. */
const STALLED_PLACES = 2;
const KNOWN_PLACES = 20;

const never = () => undefined;

export function armsOf(server: Server, upstream: WeatherUpstream): Arm[] {
  const visitors = new Visitors(server, upstream);
  return [
    {
      name: 'calm',
      about: 'nobody asks for the weather',
      server,
      begin: () => Promise.resolve(),
      end: () => Promise.resolve(undefined),
    },
    {
      name: 'weather known',
      about: `the service is well; ${KNOWN_PLACES} places are asked for, all answered from the cache`,
      server,
      async begin() {
        const places = visitors.newPlaces(KNOWN_PLACES);
        for (const place of places) await visitors.insistOn(place);
        upstream.recover();
        visitors.come(places);
      },
      async end() {
        const traffic = await visitors.leave(200);
        if (upstream.requests.length > 0) throw new Error('The weather was not answered from the cache.');
        return traffic;
      },
    },
    {
      name: 'weather stalls',
      about: `the service never answers; ${STALLED_PLACES} places are asked for, of which nothing is known, and the breaker is closed: visitors wait`,
      server,
      begin() {
        upstream.behave(never);
        visitors.come(visitors.newPlaces(STALLED_PLACES));
        return Promise.resolve();
      },
      async end() {
        const [calls, failures] = [upstream.requests.length, upstream.aborted];
        const traffic = await visitors.leave(503);
        await visitors.waitForRecovery();
        if (calls === 0) throw new Error('No call was made that could stall.');
        if (failures >= FAILURES_OF_BREAKER)
          throw new Error('The breaker was not closed all the time: measure shorter.');
        return traffic;
      },
    },
    {
      name: 'breaker open',
      about:
        'the service never answers; each visitor asks for another place, of which nothing is known, and the breaker is open',
      server,
      async begin() {
        upstream.behave(never);
        await Promise.all(visitors.newPlaces(FAILURES_OF_BREAKER).map((place) => visitors.ask(place)));
        upstream.requests.length = 0;
        visitors.come();
      },
      async end() {
        const calls = upstream.requests.length;
        const traffic = await visitors.leave(503);
        await visitors.waitForRecovery();
        if (calls > 0) throw new Error(`${calls} calls were made: the breaker was not open all the time.`);
        return traffic;
      },
    },
  ];
}
