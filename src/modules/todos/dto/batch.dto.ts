import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

export const BATCH_METHODS = ['POST', 'PATCH', 'PUT', 'DELETE'] as const;

/** A request as it would be sent by itself. */
export class BatchOperationDto {
  /** @example "POST" */
  @IsIn(BATCH_METHODS)
  method!: (typeof BATCH_METHODS)[number];

  /**
   * Below `/api/v1`, with a query where the route has one. `$0` as a part of it is the id of what the first operation made.
   * @example "/todos"
   */
  @IsString()
  @MaxLength(500)
  @Matches(/^\//, { message: 'must begin with /' })
  path!: string;

  /**
   * `{"$ref": 0}` in the place of an id is the id of what the first operation made.
   * @example {"title": "Buy flour", "listId": {"$ref": 0}}
   */
  @IsOptional()
  @IsObject()
  body?: Record<string, unknown> | null;

  /**
   * As the header of this name.
   * @example "\"3.lXn9dOq0mLbNqLy1u1r1u2Zz3kA\""
   */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  ifMatch?: string | null;
}

export class BatchDto {
  /** Run in this order. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => BatchOperationDto)
  operations!: BatchOperationDto[];
}
