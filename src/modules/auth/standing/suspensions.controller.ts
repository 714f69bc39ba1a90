import { Body, Controller, Delete, HttpCode, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ExpectedVersions, IfMatch } from '../../../platform/http/if-match.decorator.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { Roles } from '../../../platform/security/access.decorators.js';
import { userErrors } from '../../users/index.js';
import { MemberParam } from './dto/member-param.dto.js';
import { SuspendDto } from './dto/suspend.dto.js';
import { SuspensionsService } from './suspensions.service.js';

@ApiTags('users')
@Controller('users/:username/suspension')
@Roles('admin')
export class SuspensionsController {
  constructor(private readonly suspensions: SuspensionsService) {}

  /**
   * Suspend a member
   *
   * All sessions of the member end at once. Signing in is answered with 403 `auth.suspended`, the reason and the end, until
   * the time is over. A suspension that is there already is replaced.
   */
  @Put()
  @HttpCode(204)
  @Problems(userErrors.notFound, userErrors.adminNotSuspendable)
  suspend(
    @Param() { username }: MemberParam,
    @Body() suspension: SuspendDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    return this.suspensions.suspend(username, suspension, expected);
  }

  /** Lift a member's suspension */
  @Delete()
  @HttpCode(204)
  @Problems(userErrors.notFound)
  lift(@Param() { username }: MemberParam, @IfMatch() expected: ExpectedVersions): Promise<void> {
    return this.suspensions.lift(username, expected);
  }
}
