import { buildMessage, isTimeZone, ValidateBy } from 'class-validator';

/** A name of the IANA time zone database: offsets like `+01:00`, which JavaScript takes as well, know no summer time. */
export const IsIanaTimeZone = () =>
  ValidateBy({
    name: 'isIanaTimeZone',
    validator: {
      validate: (value) => isTimeZone(value) && /^[a-z]/i.test(value as string),
      defaultMessage: buildMessage(() => 'must be the name of an IANA time zone, such as Europe/London'),
    },
  });
