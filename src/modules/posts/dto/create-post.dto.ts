import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { IsInstant, ToInstant } from '../../../platform/http/instants.js';
import { Tidy } from '../../../platform/http/transforms.js';
import { PhotoChoiceDto } from './photo-choice.dto.js';
import { POST_STATUSES, type PostStatus } from '../post-status.js';
import {
  MAX_BODY_LENGTH,
  MAX_EXCERPT_LENGTH,
  MAX_TAGS,
  MAX_TITLE_LENGTH,
  NormaliseTags,
  TAG,
  TAG_MESSAGE,
} from './post-fields.js';

export class CreatePostDto extends PhotoChoiceDto {
  /** @example "Notes on the Analytical Engine" */
  @Tidy()
  @IsString()
  @Length(1, MAX_TITLE_LENGTH)
  title!: string;

  /**
   * Markdown. Needed unless there is a photo.
   * @example "The engine *weaves algebraical patterns*."
   */
  @IsString()
  @MaxLength(MAX_BODY_LENGTH)
  body: string = '';

  /**
   * What lists show under the title; the beginning of the text when left out or empty.
   * @example "What the engine can do, and what it cannot."
   */
  @IsOptional()
  @Tidy()
  @IsString()
  @MaxLength(MAX_EXCERPT_LENGTH)
  excerpt?: string | null;

  /**
   * Up to 10 tags of letters, digits and hyphens. They are written in lower case.
   * @example ["engines", "mathematics"]
   */
  @NormaliseTags()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsString({ each: true })
  @Matches(TAG, { each: true, message: TAG_MESSAGE })
  tags: string[] = [];

  /**
   * A draft or a scheduled post is nobody's to see but its author's. Without it: scheduled if it has a `publishAt`, else published.
   * @example "published"
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsIn(POST_STATUSES)
  status?: PostStatus;

  /** Whether there can be comments. When they are closed, only the author and moderators can still write some. */
  @IsBoolean()
  areCommentsOpen: boolean = true;

  /**
   * When a scheduled post is to be published: a moment with its zone, in the future.
   * @example "2030-01-01T08:00:00.000Z"
   */
  @IsOptional()
  @ToInstant()
  @IsInstant()
  publishAt?: Date | null;
}
