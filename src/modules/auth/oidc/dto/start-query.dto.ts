import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

export class StartQuery {
  /**
   * The SHA-256 of a random `verifier` that you keep (43 characters of base64url, as in RFC 7636 §4.2): the sign-in can only be
   * redeemed with it.
   * @example "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
   */
  @Matches(/^[\w-]{43}$/, { message: 'must be 43 characters of base64url: the SHA-256 of your verifier' })
  challenge!: string;

  /**
   * Where the browser comes back to, on an origin of `FRONTEND_URL`, `CORS_ORIGINS` or this server; when left out, `/signed-in` under
   * `FRONTEND_URL`, or a page of this server.
   * @example "https://app.example/signed-in"
   */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  returnTo?: string;
}
