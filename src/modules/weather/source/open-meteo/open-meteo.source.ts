import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../../../platform/config/load-config.js';
import { Log } from '../../../../platform/logging/log.js';
import {
  type Attribution,
  type Call,
  type Coordinates,
  type Forecast,
  type FoundPlace,
  WeatherSource,
} from '../weather-source.js';
import { DAY_VARIABLES, FORECAST_DAYS, MOMENT_VARIABLES, readForecast } from './forecast.js';
import { JsonClient } from './json-client.js';
import { PLACES_COUNT, readPlaces } from './places.js';

const FORECAST_PATH = '/v1/forecast';
const SEARCH_PATH = '/v1/search';

/**
 * Open-Meteo (https://open-meteo.com/en/docs), or a server that speaks its API. Everything is asked for in metric units and for
 * all 16 days, so that one answer serves every request for a place.
 */
@Injectable()
export class OpenMeteoSource extends WeatherSource implements OnModuleInit, OnApplicationShutdown {
  readonly attribution: Attribution;
  private readonly client: JsonClient;
  private readonly forecastUrl: string;
  private readonly searchUrl: string;
  private readonly apiKey: string | undefined;

  constructor(
    config: Config,
    private readonly log: Log,
  ) {
    super();
    this.client = new JsonClient(config.get('WEATHER_TIMEOUT_MS'));
    this.forecastUrl = endpoint(config.get('WEATHER_API_URL'), FORECAST_PATH);
    this.searchUrl = endpoint(config.get('WEATHER_GEOCODING_URL'), SEARCH_PATH);
    this.apiKey = config.get('WEATHER_API_KEY');
    this.attribution = attributionOf(this.forecastUrl);
  }

  onModuleInit(): void {
    // Made-up or self-hosted weather is never used without a word.
    if (!isOpenMeteo(this.forecastUrl)) this.log.warn({}, `the weather comes from ${this.attribution.name}`);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }

  findPlaces(name: string): Call<FoundPlace[]> {
    const url = () => this.url(this.searchUrl, { name, count: PLACES_COUNT, language: 'en', format: 'json' });
    return { service: 'places', cost: 1, make: async (signal) => readPlaces(await this.client.get(url(), signal)) };
  }

  forecast({ lat, lon }: Coordinates, withHours: boolean): Call<Forecast> {
    const url = () =>
      this.url(this.forecastUrl, {
        latitude: lat,
        longitude: lon,
        timezone: 'auto',
        forecast_days: FORECAST_DAYS,
        current: MOMENT_VARIABLES.join(','),
        daily: DAY_VARIABLES.join(','),
        ...(withHours && { hourly: MOMENT_VARIABLES.join(',') }),
      });
    return {
      service: 'forecast',
      cost: costOf((withHours ? 2 : 1) * MOMENT_VARIABLES.length + DAY_VARIABLES.length, FORECAST_DAYS),
      make: async (signal) => readForecast(await this.client.get(url(), signal), withHours),
    };
  }

  private url(address: string, parameters: Record<string, string | number>): URL {
    const url = new URL(address);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, String(value));
    if (this.apiKey !== undefined) url.searchParams.set('apikey', this.apiKey);
    return url;
  }
}

/** Takes an API's origin, with or without `/v1`, and its endpoint's whole address for the same. */
function endpoint(address: string, path: string): string {
  const known = [path, '/v1'].find((ending) => address.endsWith(ending)) ?? '';
  return address.slice(0, address.length - known.length) + path;
}

/**
 * What a call counts: ten variables for two weeks count one, more of either count in proportion, in tenths here
 * (https://open-meteo.com/en/pricing, "How is one API call defined?").
 */
function costOf(variables: number, days: number): number {
  return Math.ceil(Math.max(1, (variables / 10) * Math.max(1, days / 14)) * 10) / 10;
}

/** Answers of another server that speaks the API, the sample server above all, do not pass for Open-Meteo's own. */
function attributionOf(address: string): Attribution {
  return {
    name: isOpenMeteo(address) ? 'Open-Meteo' : `${new URL(address).host} (Open-Meteo API)`,
    url: 'https://open-meteo.com/',
    license: 'CC BY 4.0',
    licenseUrl: 'https://creativecommons.org/licenses/by/4.0/',
  };
}

function isOpenMeteo(address: string): boolean {
  return new URL(address).hostname.endsWith('.open-meteo.com');
}
