const [HOUR, DAY] = [3_600_000, 86_400_000];
const RADIANS = Math.PI / 180;

interface Position {
  latitude: number;
  longitude: number;
}

/** The weather of one hour, by the API's names. */
export interface Sky {
  temperature_2m: number;
  apparent_temperature: number;
  relative_humidity_2m: number;
  wind_speed_10m: number;
  wind_direction_10m: number;
  precipitation: number;
  weather_code: number;
  is_day: 0 | 1;
}

/** Sixteen days of a European spring, which every place of the sample has at another day, and with its own temperatures. */
const DAYS: readonly { warmer: number; code: number; rain: number }[] = [
  { warmer: 0, code: 2, rain: 0 },
  { warmer: 1.2, code: 1, rain: 0 },
  { warmer: 2.8, code: 0, rain: 0 },
  { warmer: 3.1, code: 3, rain: 0 },
  { warmer: 0.4, code: 61, rain: 0.3 },
  { warmer: -1.7, code: 80, rain: 0.6 },
  { warmer: -2.5, code: 3, rain: 0 },
  { warmer: -2.1, code: 45, rain: 0 },
  { warmer: -0.6, code: 2, rain: 0 },
  { warmer: 0.9, code: 51, rain: 0.1 },
  { warmer: 2.2, code: 1, rain: 0 },
  { warmer: 4.0, code: 0, rain: 0 },
  { warmer: 4.6, code: 95, rain: 1.4 },
  { warmer: 1.1, code: 63, rain: 0.8 },
  { warmer: -0.9, code: 3, rain: 0 },
  { warmer: -0.2, code: 2, rain: 0 },
];

/** @param midnight of the first day of the forecast, by the place's clocks */
export function skyAt(at: Position, instant: number, midnight: number): Sky {
  const day = dayAt(at, Math.floor((instant - midnight) / DAY));
  const hour = (((instant - midnight) % DAY) + DAY) / HOUR;
  // The cosine is highest in the middle of the afternoon.
  const warmth = Math.cos(((hour - 15) / 24) * 2 * Math.PI);
  const temperature = 27 - 0.45 * Math.abs(at.latitude) + day.warmer + 4 * warmth;
  const wind = 9 + (6 * day.code) / 99 + 3 * warmth;
  const isWet = day.rain > 0 && hour % 3 < 1;
  const sun = sunOn(at, midnight + Math.floor((instant - midnight) / DAY) * DAY);
  return {
    temperature_2m: tenths(temperature),
    apparent_temperature: tenths(temperature - wind / 8),
    relative_humidity_2m: Math.round(70 - 15 * warmth),
    wind_speed_10m: tenths(wind),
    wind_direction_10m: Math.round(230 + 40 * warmth),
    precipitation: isWet ? day.rain : 0,
    weather_code: day.rain > 0 && !isWet ? 3 : day.code,
    is_day: instant >= sun.rise && instant < sun.set ? 1 : 0,
  };
}

/**
 * Sunrise and sunset by the day's declination (the usual approximation, good to half an hour). Where the sun stays down both
 * are at midnight, where it stays up they are at midnight and at the next, as the API has it.
 */
export function sunOn({ latitude, longitude }: Position, midnight: number): { rise: number; set: number } {
  const dayOfYear = (midnight - Date.UTC(new Date(midnight).getUTCFullYear(), 0, 1)) / DAY;
  const declination = -23.44 * Math.cos(((dayOfYear + 10) / 365) * 2 * Math.PI);
  const cosine = -Math.tan(latitude * RADIANS) * Math.tan(declination * RADIANS);
  if (cosine >= 1) return { rise: midnight, set: midnight };
  if (cosine <= -1) return { rise: midnight, set: midnight + DAY };
  const halfDay = (Math.acos(cosine) / RADIANS / 15) * HOUR;
  const utcNoon = (12 - longitude / 15) * HOUR;
  const noon = midnight + ((((utcNoon - midnight) % DAY) + DAY) % DAY);
  return { rise: noon - halfDay, set: noon + halfDay };
}

function dayAt({ latitude, longitude }: Position, day: number) {
  const start = Math.abs(Math.round(latitude * 7 + longitude * 3));
  return DAYS[(start + day) % DAYS.length] ?? { warmer: 0, code: 0, rain: 0 };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
