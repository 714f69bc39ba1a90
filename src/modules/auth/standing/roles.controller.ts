import { Body, Controller, Param, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ExpectedVersions, IfMatch } from '../../../platform/http/if-match.decorator.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { Roles } from '../../../platform/security/access.decorators.js';
import { MemberRole, userErrors } from '../../users/index.js';
import { ChangeRoleDto } from './dto/change-role.dto.js';
import { MemberParam } from './dto/member-param.dto.js';
import { RolesService } from './roles.service.js';

@ApiTags('users')
@Controller('users/:username/role')
@Roles('admin')
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  /**
   * Give a member another role
   *
   * It counts from the member's next request on. Somebody stays an admin.
   */
  @Patch()
  @Problems(userErrors.notFound, userErrors.lastAdmin, userErrors.suspendedNotPromotable)
  change(
    @Param() { username }: MemberParam,
    @Body() { role }: ChangeRoleDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<MemberRole> {
    return this.roles.change(username, role, expected);
  }
}
