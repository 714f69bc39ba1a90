import { defineErrors } from '../../platform/errors/define-errors.js';

export const weatherErrors = defineErrors('weather', {
  placeNotFound: {
    status: 404,
    title: 'There is no such place',
    help: 'No place of this name is known, or none in the area named after the comma. Check the spelling, leave the area out, or look for it with `GET /api/v1/weather/places?q=`.',
  },
  coordinatesOutOfRange: {
    status: 422,
    title: 'The coordinates are not on Earth',
    help: 'Latitudes (`lat`) go from -90 to 90 degrees, longitudes (`lon`) from -180 to 180.',
  },
  unavailable: {
    status: 503,
    title: 'The weather cannot be had at the moment',
    help: 'The weather service that this server asks does not answer as it should, and nothing recent enough is kept from before. Try again after the seconds in `Retry-After`.',
  },
});
