import type { IncomingMessage } from 'node:http';
import type { Config } from '../config/load-config.js';

/** Longer ones are nobody's favourites. */
const MAX_LENGTH = 700;

/** Says of which kept answer a request is asking, by all that such answers depend on. */
export class AnswerKeys {
  private readonly isAddressFixed: boolean;
  private readonly areOriginsListed: boolean;

  constructor(config: Config) {
    this.isAddressFixed = config.get('PUBLIC_URL') !== undefined;
    this.areOriginsListed = config.get('CORS_ORIGINS').length > 0 && config.get('CORS_ORIGINS') !== '*';
  }

  /** Undefined when the answer is for one person, or not worth keeping. */
  of({ method, url = '', headers }: IncomingMessage): string | undefined {
    if (method !== 'GET' || headers.authorization !== undefined) return undefined;
    let key = url;
    // Links begin with the address by which somebody came, unless there is one for all; see `PublicUrl`.
    if (!this.isAddressFixed) {
      key += `\n${headers.host}`;
      const { 'x-forwarded-host': host, 'x-forwarded-proto': scheme } = headers;
      if (host !== undefined || scheme !== undefined) key += ['', host, scheme].join('\n');
    }
    // Each of the origins is answered that it, and no other, is allowed.
    if (this.areOriginsListed && headers.origin !== undefined) key += `\n${headers.origin}`;
    return key.length <= MAX_LENGTH ? key : undefined;
  }
}
