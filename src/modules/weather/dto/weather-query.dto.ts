import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { ToBoolean, Trim } from '../../../platform/http/transforms.js';
import { UNITS, type Units } from '../units.js';

/** Text that is not plainly a number stays text, which the validators then refuse; `Number('')` would be 0. */
const Decimal = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
  );

/** Either `city`, or `lat` and `lon`. */
export class WeatherQuery {
  /**
   * A city in any language and script; if there are several, with its state or country after a comma.
   * @example "Springfield, Illinois"
   */
  @IsOptional()
  @Trim()
  @IsString()
  @Length(1, 100)
  city?: string;

  /**
   * Latitude in degrees, north positive.
   * @example 52.52
   */
  @IsOptional()
  @Decimal()
  @IsNumber()
  lat?: number;

  /**
   * Longitude in degrees, east positive.
   * @example 13.41
   */
  @IsOptional()
  @Decimal()
  @IsNumber()
  lon?: number;

  /** °C, km/h and mm, or °F, mph and inches. */
  @IsIn(UNITS)
  units: Units = 'metric';

  /** How many days, from today on. */
  @Decimal()
  @IsInt()
  @Min(1)
  @Max(16)
  days = 7;

  /** Whether to list every hour of these days, too. */
  @ToBoolean()
  @IsBoolean()
  hourly = false;
}
