import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Problems } from '../../platform/http/problems.decorator.js';
import { Public } from '../../platform/security/access.decorators.js';
import { PlacesQuery } from './dto/places-query.dto.js';
import { WeatherQuery } from './dto/weather-query.dto.js';
import { FreshnessInterceptor } from './freshness.js';
import { weatherErrors } from './weather.errors.js';
import { WeatherService } from './weather.service.js';
import { PlaceList, WeatherView } from './weather.view.js';

@ApiTags('weather')
@Controller('weather')
@Public()
@UseInterceptors(FreshnessInterceptor)
export class WeatherController {
  constructor(private readonly weather: WeatherService) {}

  /**
   * The weather in a city, or at a position
   *
   * Now and for up to 16 days. A name that several places bear means the one where most people live; `alternatives` lists the
   * others. Fresh for ten minutes. When the weather service cannot be reached, what is known from the last six hours is
   * given out with `stale: true`.
   */
  @Get()
  @Problems(weatherErrors.placeNotFound, weatherErrors.coordinatesOutOfRange, weatherErrors.unavailable)
  get(@Query() query: WeatherQuery): Promise<WeatherView> {
    return this.weather.get(query);
  }

  /** Places that a name may mean */
  @Get('places')
  @Problems(weatherErrors.unavailable)
  findPlaces(@Query() query: PlacesQuery): Promise<PlaceList> {
    return this.weather.findPlaces(query);
  }
}
