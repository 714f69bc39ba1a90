import { Injectable } from '@nestjs/common';
import type { Problem } from '../../platform/errors/problem.js';
import { type Answer, Answers, type Question } from './answers/answers.js';
import type { PlacesQuery } from './dto/places-query.dto.js';
import type { WeatherQuery } from './dto/weather-query.dto.js';
import { withFreshness } from './freshness.js';
import { type Location, locationOf, placeNameIn } from './location.js';
import { choosePlace, matchesOf } from './places/place-choice.js';
import type { PlaceName } from './places/place-name.js';
import { UpstreamFailure } from './source/upstream-failure.js';
import { type Coordinates, type Forecast, type FoundPlace, WeatherSource } from './source/weather-source.js';
import { weatherErrors } from './weather.errors.js';
import { toNamelessPlace, toPlaceView, toWeatherView } from './weather.mapper.js';
import type { PlaceList, PlaceView, WeatherView } from './weather.view.js';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const FORECAST = { freshMillis: 10 * MINUTE, keepMillis: 6 * HOUR };
/** Cities do not move, but now and then one is renamed. */
const PLACES = { freshMillis: DAY, keepMillis: 30 * DAY };

/** Everybody has an answer within two seconds; the rest of them is for the way there and back. */
const ANSWER_WITHIN_MILLIS = 1_600;
interface Place {
  readonly place: PlaceView;
  readonly alternatives: readonly FoundPlace[];
}

/** Part of each key, to be raised when the form of what is kept changes. */
const FORM = 'v1';

/** Somebody else's weather, quickly, and honest about its age. */
@Injectable()
export class WeatherService {
  constructor(
    private readonly source: WeatherSource,
    private readonly answers: Answers,
  ) {}

  /** @throws `weather.place_not_found`, `weather.coordinates_out_of_range`, `weather.unavailable` */
  async get(query: WeatherQuery): Promise<WeatherView> {
    const deadline = AbortSignal.timeout(ANSWER_WITHIN_MILLIS);
    const { place, alternatives } = await this.locate(locationOf(query), deadline);
    const forecast = await this.ask(this.forecastAt(place, query.hourly), deadline);
    const view = toWeatherView(place, alternatives, forecast, this.source.attribution, query);
    return withFreshness(view, { ageSeconds: forecast.ageSeconds, lifetimeSeconds: FORECAST.freshMillis / 1000 });
  }

  /** @throws `weather.unavailable` */
  async findPlaces({ q, limit }: PlacesQuery): Promise<PlaceList> {
    const name = placeNameIn('q', q);
    const found = await this.ask(this.placesCalled(name), AbortSignal.timeout(ANSWER_WITHIN_MILLIS));
    const items = matchesOf(name, found.value).slice(0, limit).map(toPlaceView);
    const view = { items, nextCursor: null, source: this.source.attribution };
    return withFreshness(view, { ageSeconds: found.ageSeconds, lifetimeSeconds: PLACES.freshMillis / 1000 });
  }

  private async locate(location: Location, deadline: AbortSignal): Promise<Place> {
    if ('at' in location) return { place: toNamelessPlace(location.at), alternatives: [] };
    const found = await this.ask(this.placesCalled(location.city), deadline);
    const choice = choosePlace(location.city, found.value);
    if (!choice) throw weatherErrors.placeNotFound();
    return { place: toPlaceView(choice.place), alternatives: choice.alternatives };
  }

  private async ask<T>(question: Question<T>, deadline: AbortSignal): Promise<Answer<T>> {
    try {
      return await this.answers.get(question, deadline);
    } catch (error) {
      throw error instanceof UpstreamFailure ? unavailable(error) : error;
    }
  }

  private placesCalled({ name }: PlaceName): Question<FoundPlace[]> {
    return { key: this.key('places', name.toLowerCase()), call: this.source.findPlaces(name), ...PLACES };
  }

  private forecastAt(place: Coordinates, withHours: boolean): Question<Forecast> {
    const at = { lat: rounded(place.lat), lon: rounded(place.lon) };
    const key = this.key(withHours ? 'hours' : 'days', `${at.lat},${at.lon}`);
    return { key, call: this.source.forecast(at, withHours), ...FORECAST };
  }

  /** What another source has said is not this one's: a change from the sample server to the real one shows at once. */
  private key(kind: string, what: string): string {
    return [FORM, this.source.attribution.name, kind, what].join(':');
  }
}

/** To about a kilometre, which is as fine as the finest model's grid, so that neighbours share an answer. */
function rounded(degrees: number): number {
  // Adding zero turns -0 into 0.
  return Math.round(degrees * 100) / 100 + 0;
}

function unavailable(failure: UpstreamFailure): Problem {
  return weatherErrors.unavailable({
    detail: `${failure.says} There is nothing recent enough from before, either.`,
    headers: { 'retry-after': String(failure.retryAfterSeconds) },
    cause: failure,
  });
}
