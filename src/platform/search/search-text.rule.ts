import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, registerDecorator } from 'class-validator';
import { Trim } from '../http/transforms.js';
import { parseSearch, SearchSyntaxError } from './search-query.js';

const MAX_LENGTH = 200;

const SYNTAX = `Words that must all be there; the last may be unfinished. Accents and capitals do not matter, and other forms of English words are found.

- \`"a phrase"\`, \`-without\`, \`this or that\`
- \`@ada\`: by her; \`tag:tea\`: with this tag
- \`in:title\`: only in titles
- \`after:2026-01-31\`: from this day on; \`before:2026-02-28\`: until the day before (UTC)

Up to ${MAX_LENGTH} characters. When nothing has the words, titles and names that are written alike are found instead.`;

/**
 * What somebody typed into a search box, as a query parameter.
 *
 * @param meaning what there is to say of it beside the syntax.
 */
export const SearchText = (meaning: string) =>
  applyDecorators(
    ApiProperty({ description: `${meaning}\n\n${SYNTAX}`, example: 'analytical eng' }),
    Trim(),
    IsString(),
    Length(1, MAX_LENGTH),
    HasSearchSyntax(),
  );

function HasSearchSyntax(): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'searchSyntax',
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: (value) => typeof value !== 'string' || mistakeIn(value) === undefined,
        defaultMessage: (context) => mistakeIn(String(context?.value)) ?? '',
      },
    });
  };
}

function mistakeIn(text: string): string | undefined {
  try {
    parseSearch(text);
    return undefined;
  } catch (error) {
    if (error instanceof SearchSyntaxError) return error.message;
    throw error;
  }
}
