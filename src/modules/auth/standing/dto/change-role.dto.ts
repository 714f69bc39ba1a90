import { IsIn } from 'class-validator';
import { ROLES, type Role } from '../../../../platform/security/signed-in-user.js';

export class ChangeRoleDto {
  /** @example "moderator" */
  @IsIn(ROLES)
  role!: Role;
}
