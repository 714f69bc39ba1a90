import { ValidateBy } from 'class-validator';
import { InvalidRule, parseRule } from '../recurrence-rule.js';

/** A recurrence rule that can be followed; the message says what is wrong with it. */
export const IsRecurrenceRule = () =>
  ValidateBy({
    name: 'isRecurrenceRule',
    validator: {
      validate: (value) => problemOf(value) === undefined,
      defaultMessage: (args) => problemOf(args?.value) ?? '',
    },
  });

function problemOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a recurrence rule, such as FREQ=WEEKLY;BYDAY=MO';
  try {
    parseRule(value);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidRule) return error.message;
    throw error;
  }
}
