export { AuthModule } from './auth.module.js';
export { AuthService } from './auth.service.js';
export { AdminAccounts } from './standing/admin-accounts.js';
export { SecondFactorReset } from './standing/second-factor-reset.js';
export { SealedFactors } from './totp/sealed-factors.js';
