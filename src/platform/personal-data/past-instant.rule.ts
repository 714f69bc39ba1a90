import { applyDecorators } from '@nestjs/common';
import { MaxDate } from 'class-validator';
import { IsInstant, ToInstant } from '../http/instants.js';

/** Of clocks that differ. */
const LEEWAY_MILLIS = 60_000;

/** A moment of which an archive says that it is past: nobody can stand at the top of a list for ever by it. */
export const PastInstant = () => applyDecorators(NotInFuture(), IsInstant(), ToInstant());

const NotInFuture = () => MaxDate(() => new Date(Date.now() + LEEWAY_MILLIS), { message: 'must not be in the future' });
