import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsUUID, ValidateIf } from 'class-validator';

const MAX_PHOTOS = 50;

/** Which photos a post shows. Absent keeps. */
export class PhotoChoiceDto {
  /**
   * Ids of my own photos, in the order in which they are shown: all that it shall have.
   * @example ["019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10"]
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsArray()
  @ArrayMaxSize(MAX_PHOTOS)
  @ArrayUnique((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id))
  @IsUUID(undefined, { each: true })
  photoIds?: string[];

  /**
   * One of my own photos, be it among the others or not. `null`, or left out: the first of them.
   * @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10"
   */
  @IsOptional()
  @IsUUID()
  coverPhotoId?: string | null;
}
