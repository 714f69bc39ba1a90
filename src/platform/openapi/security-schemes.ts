/** The two kinds of credentials, by the names that the document has for them. */
export const SESSIONS = 'bearer';
export const PERSONAL_TOKENS = 'personalToken';

export const securitySchemes = {
  [SESSIONS]: {
    type: 'http',
    scheme: 'bearer',
    description: 'The `accessToken` of registering, logging in or refreshing.',
  },
  [PERSONAL_TOKENS]: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A personal access token, `kpt_…`, made with `POST /api/v1/auth/tokens`. Each operation names the scope that it needs; `write` includes `read`, and without an area before it a scope is for everything that tokens may do.',
  },
} as const;
