import { Module } from '@nestjs/common';
import { LandingController } from './landing.controller.js';
import { ProblemsController } from './problems.controller.js';

/** What a person sees in a browser, apart from Swagger UI. */
@Module({ controllers: [LandingController, ProblemsController] })
export class PagesModule {}
