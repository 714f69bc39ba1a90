import { Allow } from 'class-validator';

/** Publishing takes no fields. */
export class PublicationDto {}

// Unknown fields are only refused for classes that the validator has heard of.
Allow()(PublicationDto.prototype, Symbol('no field'));
