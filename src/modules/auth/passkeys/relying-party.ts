import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/load-config.js';

/**
 * Who passkeys are for (WebAuthn §4, "relying party"): a domain, and the pages on it that may use them. The domain is that of the
 * front end, as far as it is known, and must stay what it is: passkeys of another one are of no use.
 */
@Injectable()
export class RelyingParty {
  readonly name: string;
  /** The RP ID: a domain. */
  readonly id: string;
  private readonly origins: readonly string[];
  /** Any port of the domain will do, as while developing. */
  private readonly isOpen: boolean;

  constructor(config: Config) {
    const cors = config.get('CORS_ORIGINS');
    const pages = [config.get('FRONTEND_URL') ?? [], cors === '*' ? [] : cors, config.get('PUBLIC_URL') ?? []].flat();
    this.origins = pages.map((page) => new URL(page).origin);
    this.isOpen = cors === '*' || this.origins.length === 0;
    this.name = config.get('APP_NAME');
    this.id = config.get('PASSKEY_RP_ID') ?? this.origins.map(domainOf).find(isName) ?? 'localhost';
  }

  /** Whether a page of this origin may use passkeys here. */
  allows(origin: string): boolean {
    if (!URL.canParse(origin)) return false;
    const domain = domainOf(origin);
    const isWithin = domain === this.id || domain.endsWith(`.${this.id}`);
    return isWithin && (this.origins.includes(origin) || (this.isOpen && domain === this.id));
  }
}

/** Browsers take no addresses for RP IDs. */
function isName(host: string): boolean {
  return isIP(host.replace(/^\[|\]$/g, '')) === 0;
}

function domainOf(origin: string): string {
  return new URL(origin).hostname;
}
