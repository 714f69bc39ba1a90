import { type DynamicModule, Module } from '@nestjs/common';
import { ApiDescription } from './api-description.js';

@Module({})
export class OpenApiModule {
  static with(description: ApiDescription): DynamicModule {
    return { module: OpenApiModule, providers: [{ provide: ApiDescription, useValue: description }] };
  }
}
