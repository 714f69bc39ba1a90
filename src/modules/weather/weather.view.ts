import { ApiProperty } from '@nestjs/swagger';
import { UNITS, type Units } from './units.js';

/** An instant that arrives as text and leaves as text: hundreds of hours need not become dates in between. */
const Instant = (isNullable = false) => ApiProperty({ type: String, format: 'date-time', nullable: isNullable });

/** A place on the map. Names are in English. */
export class PlaceView {
  /** Null when the place was given by its coordinates. */
  name!: string | null;
  /** @example "Germany" */
  country!: string | null;
  /**
   * ISO 3166-1 alpha-2.
   * @example "DE"
   */
  countryCode!: string | null;
  /**
   * State, province or the like.
   * @example "Land Berlin"
   */
  region!: string | null;
  /** @example 52.52437 */
  lat!: number;
  /** @example 13.41053 */
  lon!: number;
  /**
   * IANA time zone.
   * @example "Europe/Berlin"
   */
  timezone!: string | null;
}

/** What the weather is like. */
export class ConditionView {
  /**
   * WMO code table 4677 (present weather), 0–99.
   * @example 2
   */
  code!: number;
  /** @example "Partly cloudy" */
  text!: string;
  /**
   * Name of an icon; those that show the sky end in `-day` or `-night`.
   * @example "partly-cloudy-day"
   */
  icon!: string;
}

/** The weather at one time. */
export class ConditionsView {
  /**
   * °C, or °F.
   * @example 18.3
   */
  temperature!: number;
  /**
   * As wind, humidity and sun make it feel. °C, or °F.
   * @example 17.1
   */
  feelsLike!: number;
  /**
   * Relative, in %.
   * @example 64
   */
  humidity!: number;
  /**
   * At 10 m above the ground. km/h, or mph.
   * @example 12.6
   */
  windSpeed!: number;
  /**
   * Where it comes from, in degrees: 0 is north, 90 east.
   * @example 250
   */
  windDirection!: number;
  /**
   * mm, or inches.
   * @example 0.2
   */
  precipitation!: number;
  condition!: ConditionView;
  isDay!: boolean;
}

export class CurrentWeather extends ConditionsView {
  @Instant()
  observedAt!: string;
}

export class HourView extends ConditionsView {
  /** The beginning of the hour; precipitation is that of the hour before. */
  @Instant()
  time!: string;
}

/** One day, by the place's own clocks. */
export class DayView {
  /** @example "2026-11-23" */
  date!: string;
  /**
   * Lowest temperature. °C, or °F.
   * @example 4.2
   */
  min!: number;
  /**
   * Highest temperature. °C, or °F.
   * @example 9.8
   */
  max!: number;
  /**
   * Sum. mm, or inches.
   * @example 1.4
   */
  precipitation!: number;
  /** The most severe of the day. */
  condition!: ConditionView;
  /** Null in polar night and polar day. */
  @Instant(true)
  sunrise!: string | null;
  @Instant(true)
  sunset!: string | null;
}

/** Whom the data is from. The licence wants it said wherever the data is shown. */
export class SourceView {
  /** @example "Open-Meteo" */
  name!: string;
  /** @example "https://open-meteo.com/" */
  url!: string;
  /** @example "CC BY 4.0" */
  license!: string;
  /** @example "https://creativecommons.org/licenses/by/4.0/" */
  licenseUrl!: string;
}

/** The weather at a place, now and in the days to come. How old it is, in seconds, is said by the header `Age`. */
export class WeatherView {
  place!: PlaceView;
  /** Other places of that name, largest first; ask for one by its coordinates or with its region after a comma. */
  alternatives!: PlaceView[];
  current!: CurrentWeather;
  /** From today on. Of 16 days the last may be missing, where the models do not reach that far yet. */
  daily!: DayView[];
  /** Only with `hourly=true`: every hour of these days. */
  hourly?: HourView[];
  /** `metric`: °C, km/h, mm. `imperial`: °F, mph, inches. */
  @ApiProperty({ enum: UNITS })
  units!: Units;
  source!: SourceView;
  /** When the source gave this. */
  fetchedAt!: Date;
  /** True when it is older than ten minutes because the source cannot be reached; it is never older than six hours. */
  stale!: boolean;
}

/** Places that a name may mean, best match first. */
export class PlaceList {
  items!: PlaceView[];
  /** Always null: there are no further pages. */
  nextCursor!: string | null;
  source!: SourceView;
}
