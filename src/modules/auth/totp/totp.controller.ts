import { Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Location } from '../../../platform/http/location.decorator.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { ShownOnce } from '../../../platform/idempotency/shown-once.decorator.js';
import { CurrentSession } from '../../../platform/security/access.decorators.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { authErrors } from '../auth.errors.js';
import { stepUpErrors } from '../step-up/step-up.errors.js';
import { ConfirmTotpDto } from './dto/confirm-totp.dto.js';
import { SwitchTotpOffDto } from './dto/switch-totp-off.dto.js';
import { totpErrors } from './totp.errors.js';
import { TotpService } from './totp.service.js';
import { NewTotp, RecoveryCodeSet, TotpStatus } from './totp.views.js';

@ApiTags('auth')
@Controller('auth/totp')
export class TotpController {
  constructor(private readonly totp: TotpService) {}

  /** Whether logging in takes a code of an authenticator app, too */
  @Get()
  status(@CurrentSession() { id }: SessionUser): Promise<TotpStatus> {
    return this.totp.status(id);
  }

  /**
   * Begin with an authenticator app
   *
   * Answers what the app needs, once; it is on when a first code has confirmed that the app has it. Beginning again makes
   * another secret.
   */
  @Post()
  @Location('/api/v1/auth/totp')
  @ShownOnce('secret', 'otpauthUrl', 'qrSvg')
  @Problems(totpErrors.secondFactorOn, stepUpErrors.stepUpRequired)
  begin(@CurrentSession() user: SessionUser): Promise<NewTotp> {
    return this.totp.begin(user);
  }

  /**
   * Switch the second factor on by a first code
   *
   * From now on `POST /auth/login` answers 401 `auth.second_factor_required`. The recovery codes are shown once.
   */
  @Put()
  @Problems(totpErrors.wrongCode, totpErrors.totpNotBegun, totpErrors.secondFactorOn)
  confirm(@CurrentSession() user: SessionUser, @Body() { code }: ConfirmTotpDto): Promise<RecoveryCodeSet> {
    return this.totp.confirm(user, code);
  }

  /** Switch the second factor off */
  @Delete()
  @HttpCode(204)
  @Problems(authErrors.wrongPassword, authErrors.tooManyAttempts, stepUpErrors.stepUpRequired, authErrors.busy)
  switchOff(@CurrentSession() user: SessionUser, @Body() { password }: SwitchTotpOffDto): Promise<void> {
    return this.totp.switchOff(user, password);
  }

  /** Make new recovery codes, in place of all earlier ones */
  @Post('recovery-codes')
  @Location('/api/v1/auth/totp')
  @ShownOnce('recoveryCodes')
  @Problems(totpErrors.secondFactorOff, stepUpErrors.stepUpRequired)
  renewRecoveryCodes(@CurrentSession() user: SessionUser): Promise<RecoveryCodeSet> {
    return this.totp.renewRecoveryCodes(user);
  }
}
