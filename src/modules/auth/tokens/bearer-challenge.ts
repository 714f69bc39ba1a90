/** RFC 6750 §3: what is wrong with the credentials, for programs. */
export function bearerChallenge(parameters: string) {
  return { headers: { 'www-authenticate': `Bearer realm="kitchen", ${parameters}` } };
}
