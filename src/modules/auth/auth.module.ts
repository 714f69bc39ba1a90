import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { Housekeeping } from '../../platform/jobs/housekeeping.js';
import { Seal } from '../../platform/security/seal.js';
import { UsersModule } from '../users/index.js';
import { AccessTokens } from './access-tokens.js';
import { AccountController } from './account/account.controller.js';
import { AccountDeletionService } from './account/account-deletion.service.js';
import { ExportsService } from './account/exports.service.js';
import { PersonalSignInMethods } from './account/personal-sign-in-methods.js';
import { PersonalSignIns } from './account/personal-sign-ins.js';
import { ActiveSessions } from './active-sessions.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditService } from './audit/audit.service.js';
import { FailedLoginsRepository } from './audit/failed-logins.repository.js';
import { SecurityEvents } from './audit/security-events.js';
import { SecurityEventsRepository } from './audit/security-events.repository.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { Clients } from './clients.js';
import { CredentialsRepository } from './credentials.repository.js';
import { DeviceMails } from './devices/device-mails.js';
import { DeviceMarks } from './devices/device-marks.js';
import { KnownDevices } from './devices/known-devices.js';
import { KnownDevicesRepository } from './devices/known-devices.repository.js';
import { EmailController } from './email/email.controller.js';
import { EmailMails } from './email/email-mails.js';
import { EmailService } from './email/email.service.js';
import { JwtAuthGuard } from './jwt-auth.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { Guesses } from './limits/guesses.js';
import { MailAllowancesRepository } from './mail-tokens/mail-allowances.repository.js';
import { MailTokens } from './mail-tokens/mail-tokens.js';
import { MailTokensRepository } from './mail-tokens/mail-tokens.repository.js';
import { IdentitiesController } from './oidc/identities.controller.js';
import { IdentitiesRepository } from './oidc/identities.repository.js';
import { IdentitiesService } from './oidc/identities.service.js';
import { IdentityMails } from './oidc/identity-mails.js';
import { OidcController } from './oidc/oidc.controller.js';
import { OidcNavigation } from './oidc/oidc-navigation.service.js';
import { OidcRedemption } from './oidc/oidc-redemption.js';
import { OidcSessions } from './oidc/oidc-sessions.service.js';
import { OidcSignInsRepository } from './oidc/oidc-sign-ins.repository.js';
import { Providers } from './oidc/providers/providers.js';
import { ReturnAddresses } from './oidc/return-addresses.js';
import { SignInMethods } from './oidc/sign-in-methods.js';
import { PasskeyCeremonies } from './passkeys/passkey-ceremonies.js';
import { PasskeyChallenges } from './passkeys/passkey-challenges.js';
import { PasskeyMails } from './passkeys/passkey-mails.js';
import { PasskeyProofs } from './passkeys/passkey-proofs.js';
import { PasskeySignInController } from './passkeys/passkey-sign-in.controller.js';
import { PasskeySignIn } from './passkeys/passkey-sign-in.service.js';
import { PasskeysController } from './passkeys/passkeys.controller.js';
import { PasskeysRepository } from './passkeys/passkeys.repository.js';
import { PasskeysService } from './passkeys/passkeys.service.js';
import { RelyingParty } from './passkeys/relying-party.js';
import { UsedPasskeyChallengesRepository } from './passkeys/used-passkey-challenges.repository.js';
import { PasswordController } from './password/password.controller.js';
import { PasswordMails } from './password/password-mails.js';
import { PasswordProof } from './password/password-proof.js';
import { PasswordRenewal } from './password/password-renewal.js';
import { PasswordService } from './password/password.service.js';
import { PasswordHasher } from './password-hasher.js';
import { RefreshTokens } from './refresh-tokens.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { LoginChallengesRepository } from './sign-in/login-challenges.repository.js';
import { SecondFactorController } from './sign-in/second-factor.controller.js';
import { SignIns } from './sign-in/sign-ins.service.js';
import { AdminAccounts } from './standing/admin-accounts.js';
import { RolesController } from './standing/roles.controller.js';
import { RolesService } from './standing/roles.service.js';
import { SecondFactorReset } from './standing/second-factor-reset.js';
import { SuspensionsController } from './standing/suspensions.controller.js';
import { SuspensionsService } from './standing/suspensions.service.js';
import { AccountProof } from './step-up/account-proof.js';
import { ProofsRepository } from './step-up/proofs.repository.js';
import { StepUpController } from './step-up/step-up.controller.js';
import { StepUpService } from './step-up/step-up.service.js';
import { TokenPagesController } from './token-pages.controller.js';
import { RecoveryCodes } from './totp/recovery-codes.js';
import { RecoveryCodesRepository } from './totp/recovery-codes.repository.js';
import { SealedFactors } from './totp/sealed-factors.js';
import { SecondFactors } from './totp/second-factors.js';
import { TotpCodes } from './totp/totp-codes.js';
import { TotpController } from './totp/totp.controller.js';
import { TotpFactorsRepository } from './totp/totp-factors.repository.js';
import { TotpMails } from './totp/totp-mails.js';
import { TotpService } from './totp/totp.service.js';
import { ActiveTokens } from './tokens/active-tokens.js';
import { PersonalTokensController } from './tokens/personal-tokens.controller.js';
import { PersonalTokensRepository } from './tokens/personal-tokens.repository.js';
import { PersonalTokensService } from './tokens/personal-tokens.service.js';
import { RefusedTokens } from './tokens/refused-tokens.js';
import { RouteScopes } from './tokens/route-scopes.js';
import { TokenGuard } from './tokens/token-guard.js';

@Module({
  imports: [UsersModule, PassportModule],
  controllers: [
    AuthController,
    SessionsController,
    RolesController,
    SuspensionsController,
    AuditController,
    PasswordController,
    EmailController,
    AccountController,
    TokenPagesController,
    SecondFactorController,
    TotpController,
    PersonalTokensController,
    OidcController,
    IdentitiesController,
    StepUpController,
    PasskeysController,
    PasskeySignInController,
  ],
  providers: [
    AuthService,
    SessionsService,
    SessionsRepository,
    ActiveSessions,
    CredentialsRepository,
    PasswordHasher,
    AccessTokens,
    RefreshTokens,
    Clients,
    SecurityEvents,
    SecurityEventsRepository,
    FailedLoginsRepository,
    AuditService,
    RolesService,
    SuspensionsService,
    AdminAccounts,
    SecondFactorReset,
    Guesses,
    KnownDevices,
    KnownDevicesRepository,
    DeviceMarks,
    DeviceMails,
    MailTokens,
    MailTokensRepository,
    MailAllowancesRepository,
    PasswordService,
    PasswordProof,
    PasswordRenewal,
    PasswordMails,
    EmailService,
    EmailMails,
    AccountDeletionService,
    ExportsService,
    PersonalSignIns,
    PersonalSignInMethods,
    SignIns,
    LoginChallengesRepository,
    SecondFactors,
    TotpService,
    TotpFactorsRepository,
    TotpCodes,
    SealedFactors,
    TotpMails,
    RecoveryCodes,
    RecoveryCodesRepository,
    Seal,
    OidcNavigation,
    OidcRedemption,
    OidcSessions,
    OidcSignInsRepository,
    Providers,
    ReturnAddresses,
    SignInMethods,
    IdentitiesService,
    IdentitiesRepository,
    IdentityMails,
    PersonalTokensService,
    PersonalTokensRepository,
    ActiveTokens,
    RouteScopes,
    RefusedTokens,
    TokenGuard,
    AccountProof,
    ProofsRepository,
    StepUpService,
    PasskeysService,
    PasskeysRepository,
    PasskeySignIn,
    PasskeyProofs,
    PasskeyCeremonies,
    PasskeyChallenges,
    UsedPasskeyChallengesRepository,
    PasskeyMails,
    RelyingParty,
    JwtStrategy,
    { provide: APP_GUARD, useClass: JwtAuthGuard },
  ],
  exports: [AuthService, AdminAccounts, SecondFactorReset, SealedFactors],
})
export class AuthModule {
  constructor(
    housekeeping: Housekeeping,
    sessions: SessionsRepository,
    failedLogins: FailedLoginsRepository,
    mailTokens: MailTokensRepository,
    mailAllowances: MailAllowancesRepository,
    challenges: LoginChallengesRepository,
    totpFactors: TotpFactorsRepository,
    personalTokens: PersonalTokensRepository,
    oidcSignIns: OidcSignInsRepository,
    usedPasskeyChallenges: UsedPasskeyChallengesRepository,
    knownDevices: KnownDevicesRepository,
  ) {
    housekeeping.add('expired sessions', () => sessions.deleteExpired());
    housekeeping.add('counters of failed logins', () => failedLogins.deleteOld());
    housekeeping.add('expired links of mails', () => mailTokens.deleteExpired());
    housekeeping.add('counters of mails', () => mailAllowances.deleteOld());
    housekeeping.add('logins without a second factor', () => challenges.deleteExpired());
    housekeeping.add('authenticator apps never confirmed', () => totpFactors.deleteForgotten());
    housekeeping.add('expired personal access tokens', () => personalTokens.deleteExpired());
    housekeeping.add('sign-ins that nobody finished', () => oidcSignIns.deleteExpired());
    housekeeping.add('expired challenges of passkeys', () => usedPasskeyChallenges.deleteExpired());
    housekeeping.add('devices out of use', () => knownDevices.deleteUnused());
  }
}
