import { Module } from '@nestjs/common';
import { Housekeeping } from '../../platform/jobs/housekeeping.js';
import { Answers } from './answers/answers.js';
import { AnswersRepository } from './answers/answers.repository.js';
import { OpenMeteoSource } from './source/open-meteo/open-meteo.source.js';
import { WeatherSource } from './source/weather-source.js';
import { CallBudgetRepository } from './upstream/call-budget.repository.js';
import { Upstream } from './upstream/upstream.js';
import { WeatherController } from './weather.controller.js';
import { WeatherService } from './weather.service.js';

@Module({
  controllers: [WeatherController],
  providers: [
    WeatherService,
    Answers,
    AnswersRepository,
    Upstream,
    CallBudgetRepository,
    { provide: WeatherSource, useClass: OpenMeteoSource },
  ],
  exports: [WeatherService],
})
export class WeatherModule {
  constructor(housekeeping: Housekeeping, answers: AnswersRepository) {
    housekeeping.add('old weather', () => answers.deleteExpired());
  }
}
