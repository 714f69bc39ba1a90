import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentUser, OptionalAuth } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { SearchDto } from './dto/search.dto.js';
import { SearchResultPage } from './search.view.js';
import { SearchService } from './search.service.js';

@ApiTags('search')
@Controller('search')
export class SearchController {
  constructor(private readonly found: SearchService) {}

  /**
   * Everything that has these words
   *
   * Published posts, comments under them, members, and one's own todos; the best first, whatever they are. Of a word that
   * very many have, only the newest are looked at.
   */
  @Get()
  @OptionalAuth()
  @Problems(httpErrors.invalidCursor)
  search(@CurrentUser() viewer: SignedInUser | undefined, @Query() query: SearchDto): Promise<SearchResultPage> {
    return this.found.search(viewer, query);
  }
}
