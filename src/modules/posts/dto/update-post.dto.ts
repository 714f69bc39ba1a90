import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { Tidy } from '../../../platform/http/transforms.js';
import { PhotoChoiceDto } from './photo-choice.dto.js';
import {
  MAX_BODY_LENGTH,
  MAX_EXCERPT_LENGTH,
  MAX_TAGS,
  MAX_TITLE_LENGTH,
  NormaliseTags,
  TAG,
  TAG_MESSAGE,
} from './post-fields.js';

/** Absent keeps, `null` clears where a field can be empty. */
export class UpdatePostDto extends PhotoChoiceDto {
  /**
   * A new title gives the post a new slug; the old one leads to it.
   * @example "Further notes on the Analytical Engine"
   */
  @ValidateIf((_, value) => value !== undefined)
  @Tidy()
  @IsString()
  @Length(1, MAX_TITLE_LENGTH)
  title?: string;

  /**
   * Markdown. Needed unless there is a photo.
   * @example "The engine *weaves algebraical patterns*."
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @MaxLength(MAX_BODY_LENGTH)
  body?: string;

  /**
   * `null` or empty: the beginning of the text again.
   * @example "What the engine can do, and what it cannot."
   */
  @IsOptional()
  @Tidy()
  @IsString()
  @MaxLength(MAX_EXCERPT_LENGTH)
  excerpt?: string | null;

  /**
   * All tags that it shall have.
   * @example ["engines", "mathematics"]
   */
  @ValidateIf((_, value) => value !== undefined)
  @NormaliseTags()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsString({ each: true })
  @Matches(TAG, { each: true, message: TAG_MESSAGE })
  tags?: string[];

  /**
   * Closes comments for all but the author and moderators, or opens them again. It opens nothing that is closed because the post
   * is too old.
   * @example true
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  areCommentsOpen?: boolean;
}
