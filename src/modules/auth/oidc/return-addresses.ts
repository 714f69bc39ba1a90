import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/load-config.js';
import { httpErrors } from '../../../platform/errors/http.errors.js';

const DETAIL = 'must be an address on an origin of FRONTEND_URL, PUBLIC_URL or CORS_ORIGINS, without #';

/** Where browsers may be sent after a sign-in: only to origins that the operator has named, or anybody could be led anywhere. */
@Injectable()
export class ReturnAddresses {
  private readonly origins: ReadonlySet<string>;
  private readonly frontend: string | undefined;

  constructor(config: Config) {
    const frontend = config.get('FRONTEND_URL');
    const listed = config.get('CORS_ORIGINS');
    const named = [...(frontend === undefined ? [] : [frontend]), ...(listed === '*' ? [] : listed)];
    this.origins = new Set(named.map((url) => new URL(url).origin));
    this.frontend = frontend;
  }

  /**
   * @param own the origin of this server; it has a page for it, too, for where there is no front end.
   * @throws `http.invalid_parameter`
   */
  check(wanted: string | undefined, own: string): string {
    const address = wanted ?? (this.frontend === undefined ? `${own}/sign-in` : `${this.frontend}/signed-in`);
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isGood =
      url &&
      (url.origin === own || this.origins.has(url.origin)) &&
      !url.href.includes('#') &&
      url.username === '' &&
      url.password === '';
    if (isGood) return url.href;
    const errors = [{ pointer: '/returnTo', code: 'auth.return_not_allowed', detail: DETAIL }];
    throw httpErrors.invalidParameter({ detail: `returnTo: ${DETAIL}`, errors });
  }
}
