import { str } from 'envalid';
import { issuerUrl } from './variables.js';

/** With which accounts elsewhere members may sign in; none, unless told. */
export const identitySettings = {
  GOOGLE_CLIENT_ID: str({
    default: undefined,
    example: '1234.apps.googleusercontent.com',
    desc: 'Lets members sign in with Google. Register `<PUBLIC_URL>/api/v1/auth/oidc/google/callback` there.',
  }),
  GOOGLE_CLIENT_SECRET: str({
    default: undefined,
    example: '(from Google)',
    desc: 'Goes with `GOOGLE_CLIENT_ID`.',
    requiredWhen: ({ GOOGLE_CLIENT_ID }) => GOOGLE_CLIENT_ID !== undefined,
  }),
  GOOGLE_ISSUER: issuerUrl({
    default: 'https://accounts.google.com',
    desc: 'Another issuer in place of Google, for tests.',
  }),
  GITHUB_CLIENT_ID: str({
    default: undefined,
    example: 'Iv23…',
    desc: 'Lets members sign in with GitHub. Register `<PUBLIC_URL>/api/v1/auth/oidc/github/callback` there.',
  }),
  GITHUB_CLIENT_SECRET: str({
    default: undefined,
    example: '(from GitHub)',
    desc: 'Goes with `GITHUB_CLIENT_ID`.',
    requiredWhen: ({ GITHUB_CLIENT_ID }) => GITHUB_CLIENT_ID !== undefined,
  }),
  GITHUB_URL: issuerUrl({
    default: 'https://github.com',
    desc: 'Where GitHub is: another address for an enterprise’s own.',
  }),
  GITHUB_API_URL: issuerUrl({ default: 'https://api.github.com', desc: 'Where its API is.' }),
  OIDC_ISSUER: issuerUrl({
    default: undefined,
    example: 'https://id.example',
    desc: 'Lets members sign in with any issuer of OpenID Connect, a company’s own for instance. Register `<PUBLIC_URL>/api/v1/auth/oidc/oidc/callback` there.',
  }),
  OIDC_CLIENT_ID: str({
    default: undefined,
    example: 'kitchen',
    desc: 'Goes with `OIDC_ISSUER`.',
    requiredWhen: ({ OIDC_ISSUER }) => OIDC_ISSUER !== undefined,
  }),
  OIDC_CLIENT_SECRET: str({
    default: undefined,
    example: '(from the issuer)',
    desc: 'Goes with `OIDC_ISSUER`.',
    requiredWhen: ({ OIDC_ISSUER }) => OIDC_ISSUER !== undefined,
  }),
  OIDC_NAME: str({ default: 'Single sign-on', desc: 'What members call that issuer.' }),
};
