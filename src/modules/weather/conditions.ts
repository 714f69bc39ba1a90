/** What a present-weather code means, in words and as the name of an icon. */
interface Condition {
  readonly text: string;
  readonly icon: string;
}

/** Icons that look different by night. */
const WITH_SKY = new Set(['clear', 'partly-cloudy', 'rain-showers', 'snow-showers', 'sleet-showers']);

/**
 * The WMO's present-weather codes: table 4677 of the Manual on Codes (WMO-No. 306, volume I.1), shortened. For those that
 * Open-Meteo uses, in the words of its table "WMO Weather interpretation codes (WW)" at https://open-meteo.com/en/docs.
 * The index is the code.
 */
const TABLE_4677: readonly (readonly [text: string, icon: string])[] = [
  ['Clear sky', 'clear'], // 0
  ['Mainly clear', 'clear'],
  ['Partly cloudy', 'partly-cloudy'],
  ['Overcast', 'overcast'],
  ['Smoke', 'haze'],
  ['Haze', 'haze'],
  ['Dust in the air', 'dust'],
  ['Dust or sand raised by wind', 'dust'],
  ['Dust whirls', 'dust'],
  ['Duststorm or sandstorm in sight', 'dust'],
  ['Mist', 'fog'], // 10
  ['Patches of shallow fog', 'fog'],
  ['Shallow fog', 'fog'],
  ['Lightning, no thunder heard', 'thunderstorm'],
  ['Precipitation in sight, not reaching the ground', 'overcast'],
  ['Precipitation in sight, far away', 'overcast'],
  ['Precipitation in sight, nearby', 'overcast'],
  ['Thunderstorm without precipitation', 'thunderstorm'],
  ['Squalls', 'wind'],
  ['Funnel clouds', 'tornado'],
  ['Drizzle or snow grains in the last hour', 'drizzle'], // 20
  ['Rain in the last hour', 'rain'],
  ['Snow in the last hour', 'snow'],
  ['Rain and snow in the last hour', 'sleet'],
  ['Freezing drizzle or freezing rain in the last hour', 'freezing-rain'],
  ['Rain showers in the last hour', 'rain-showers'],
  ['Snow showers in the last hour', 'snow-showers'],
  ['Hail showers in the last hour', 'hail'],
  ['Fog in the last hour', 'fog'],
  ['Thunderstorm in the last hour', 'thunderstorm'],
  ['Duststorm or sandstorm, decreasing', 'dust'], // 30
  ['Duststorm or sandstorm', 'dust'],
  ['Duststorm or sandstorm, increasing', 'dust'],
  ['Severe duststorm or sandstorm, decreasing', 'dust'],
  ['Severe duststorm or sandstorm', 'dust'],
  ['Severe duststorm or sandstorm, increasing', 'dust'],
  ['Drifting snow, slight or moderate, low', 'snow'],
  ['Drifting snow, heavy, low', 'snow'],
  ['Blowing snow, slight or moderate, high', 'snow'],
  ['Blowing snow, heavy, high', 'snow'],
  ['Fog at a distance', 'fog'], // 40
  ['Fog in patches', 'fog'],
  ['Fog, thinning, sky visible', 'fog'],
  ['Fog, thinning, sky invisible', 'fog'],
  ['Fog, sky visible', 'fog'],
  ['Fog', 'fog'],
  ['Fog, thickening, sky visible', 'fog'],
  ['Fog, thickening, sky invisible', 'fog'],
  ['Depositing rime fog', 'fog'],
  ['Depositing rime fog, sky invisible', 'fog'],
  ['Drizzle, intermittent: light', 'drizzle'], // 50
  ['Drizzle: light', 'drizzle'],
  ['Drizzle, intermittent: moderate', 'drizzle'],
  ['Drizzle: moderate', 'drizzle'],
  ['Drizzle, intermittent: dense', 'drizzle'],
  ['Drizzle: dense', 'drizzle'],
  ['Freezing drizzle: light', 'freezing-rain'],
  ['Freezing drizzle: dense', 'freezing-rain'],
  ['Drizzle and rain: slight', 'rain'],
  ['Drizzle and rain: moderate or heavy', 'rain'],
  ['Rain, intermittent: slight', 'rain'], // 60
  ['Rain: slight', 'rain'],
  ['Rain, intermittent: moderate', 'rain'],
  ['Rain: moderate', 'rain'],
  ['Rain, intermittent: heavy', 'rain'],
  ['Rain: heavy', 'rain'],
  ['Freezing rain: light', 'freezing-rain'],
  ['Freezing rain: heavy', 'freezing-rain'],
  ['Rain or drizzle and snow: slight', 'sleet'],
  ['Rain or drizzle and snow: moderate or heavy', 'sleet'],
  ['Snow fall, intermittent: slight', 'snow'], // 70
  ['Snow fall: slight', 'snow'],
  ['Snow fall, intermittent: moderate', 'snow'],
  ['Snow fall: moderate', 'snow'],
  ['Snow fall, intermittent: heavy', 'snow'],
  ['Snow fall: heavy', 'snow'],
  ['Diamond dust', 'snow'],
  ['Snow grains', 'snow'],
  ['Snow crystals', 'snow'],
  ['Ice pellets', 'hail'],
  ['Rain showers: slight', 'rain-showers'], // 80
  ['Rain showers: moderate', 'rain-showers'],
  ['Rain showers: violent', 'rain-showers'],
  ['Showers of rain and snow: slight', 'sleet-showers'],
  ['Showers of rain and snow: moderate or heavy', 'sleet-showers'],
  ['Snow showers: slight', 'snow-showers'],
  ['Snow showers: heavy', 'snow-showers'],
  ['Showers of snow pellets: slight', 'hail'],
  ['Showers of snow pellets: moderate or heavy', 'hail'],
  ['Hail showers: slight', 'hail'],
  ['Hail showers: moderate or heavy', 'hail'], // 90
  ['Slight rain, thunderstorm in the last hour', 'thunderstorm'],
  ['Moderate or heavy rain, thunderstorm in the last hour', 'thunderstorm'],
  ['Slight snow or hail, thunderstorm in the last hour', 'thunderstorm'],
  ['Moderate or heavy snow or hail, thunderstorm in the last hour', 'thunderstorm'],
  ['Thunderstorm: slight or moderate', 'thunderstorm'],
  ['Thunderstorm with slight hail', 'thunderstorm-hail'],
  ['Thunderstorm: heavy', 'thunderstorm'],
  ['Thunderstorm with duststorm or sandstorm', 'thunderstorm'],
  ['Thunderstorm with heavy hail', 'thunderstorm-hail'],
];

/** @param code WMO table 4677, 0–99. */
export function conditionOf(code: number, isDay: boolean): Condition & { readonly code: number } {
  const [text, icon] = TABLE_4677[code] ?? ['Unknown', 'unknown'];
  return { code, text, icon: WITH_SKY.has(icon) ? `${icon}-${isDay ? 'day' : 'night'}` : icon };
}
