import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { KeptForGuests } from '../../../platform/public-answers/public-answer.decorator.js';
import { Public } from '../../../platform/security/access.decorators.js';
import { TagsQuery } from '../dto/tags-query.dto.js';
import { TagsService } from './tags.service.js';
import { TagPage } from './tag.view.js';

@ApiTags('posts')
@Controller('tags')
export class TagsController {
  constructor(private readonly tags: TagsService) {}

  /** The tags of published posts, the most used first */
  @Get()
  @Public()
  @KeptForGuests()
  @Problems(httpErrors.invalidCursor)
  list(@Query() query: TagsQuery): Promise<TagPage> {
    return this.tags.list(query);
  }
}
