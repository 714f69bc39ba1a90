import { Transform } from 'class-transformer';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayNotEmpty, IsIn } from 'class-validator';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { MayRepeat } from '../../../platform/http/query.decorators.js';
import { SearchText } from '../../../platform/search/search-text.rule.js';
import { SEARCH_TYPES, type SearchType } from '../search.view.js';

/** `posts,users`, or the parameter repeated. */
const SplitAtCommas = () =>
  Transform(({ value }: { value: unknown }) =>
    [value].flat().flatMap((part: unknown) => (typeof part === 'string' ? part.split(',') : part)),
  );

export class SearchDto extends PageQuery {
  @SearchText('What to look for.')
  q!: string;

  @ApiProperty({
    description: `Any of \`${SEARCH_TYPES.join('`, `')}\`, with commas between; all of them when left out. Todos are one’s own.`,
    type: String,
    required: false,
    example: 'posts,comments',
  })
  @MayRepeat()
  @SplitAtCommas()
  @ArrayNotEmpty()
  @IsIn(SEARCH_TYPES, { each: true })
  type: SearchType[] = [...SEARCH_TYPES];
}
