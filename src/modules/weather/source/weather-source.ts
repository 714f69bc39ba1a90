/** WGS 84, in degrees. */
export interface Coordinates {
  readonly lat: number;
  readonly lon: number;
}

/** A place that a name may mean. What the source does not know of it is null. */
export interface FoundPlace extends Coordinates {
  readonly name: string;
  readonly country: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string | null;
  /** The areas it lies in, from the largest (state, province) to the smallest. */
  readonly regions: readonly string[];
  readonly timezone: string | null;
  readonly population: number | null;
  /** Whether people live there; a state or a lake of the same name is no town. */
  readonly isInhabited: boolean;
}

/** The weather at one time. Metric: °C, %, km/h, degrees, mm. Times are ISO 8601 in UTC. */
export interface Moment {
  readonly time: string;
  readonly temperature: number;
  readonly feelsLike: number;
  readonly humidity: number;
  readonly windSpeed: number;
  /** Where the wind comes from: 0 is north, 90 east. */
  readonly windDirection: number;
  readonly precipitation: number;
  /** WMO code table 4677, 0–99. */
  readonly code: number;
  readonly isDay: boolean;
}

/** One day as the place's own clocks have it. The sun's times are null where it does not rise, or does not set. */
export interface Day {
  readonly date: string;
  readonly min: number;
  readonly max: number;
  readonly precipitation: number;
  readonly code: number;
  readonly sunrise: string | null;
  readonly sunset: string | null;
}

export interface Forecast {
  /** IANA name. */
  readonly timezone: string;
  readonly current: Moment;
  /** From today on; up to 16 days, of which the source may leave out the last. */
  readonly daily: readonly Day[];
  /** From today's midnight on, where it was asked for. */
  readonly hourly: readonly Moment[] | null;
}

/** Whom the data is from, as the licence wants it said. */
export interface Attribution {
  readonly name: string;
  readonly url: string;
  readonly license: string;
  readonly licenseUrl: string;
}

/** A question to the source, not yet asked: who asks it sees to limits and failures. */
export interface Call<T> {
  /** The part of the source that answers; each may be down on its own. */
  readonly service: 'places' | 'forecast';
  /** What it counts against the source's limits. */
  readonly cost: number;
  /** @throws UpstreamFailure when no usable answer comes, at the latest when the signal aborts. */
  readonly make: (signal: AbortSignal) => Promise<T>;
}

/** Where weather comes from. One driver: Open-Meteo. */
export abstract class WeatherSource {
  abstract readonly attribution: Attribution;

  /** Places of that name or a similar one, in whatever language it is written, best match first. */
  abstract findPlaces(name: string): Call<FoundPlace[]>;

  abstract forecast(at: Coordinates, withHours: boolean): Call<Forecast>;
}
