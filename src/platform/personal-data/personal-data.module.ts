import { Global, Module } from '@nestjs/common';
import { Exports } from './exports.js';
import { Imports } from './imports.js';
import { PersonalData } from './personal-data.js';
import { RunningExportsRepository } from './running-exports.repository.js';

/** A member's right to take everything along, and to leave nothing behind: docs/adr/0017. */
@Global()
@Module({
  providers: [PersonalData, Exports, Imports, RunningExportsRepository],
  exports: [PersonalData, Exports, Imports],
})
export class PersonalDataModule {}
