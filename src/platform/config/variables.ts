import { makeExactValidator } from 'envalid';

const PLACEHOLDERS =
  /change[-_ ]?(me|this|it)|placeholder|example|insecure|your[-_ ]|(super|my|jwt|top|very)[-_ ]?secret|(.)\3{7,}/i;
const MIN_SECRET_BYTES = 32;
const MAKE_SECRET = 'openssl rand -base64 48';

/** A signing secret: at least 256 bits and not one that documentation or tutorials print. Its value never appears in a message. */
export const secret = makeExactValidator<string>((input) => {
  requireSecret(input);
  return input;
});

/** A comma-separated list of such secrets. */
export const secrets = makeExactValidator<string[]>((input) =>
  input.split(',').map((part) => {
    const trimmed = part.trim();
    requireSecret(trimmed, 'lists one that ');
    return trimmed;
  }),
);

/** A `postgres://` or `postgresql://` URL. It may hold a password, so it never appears in a message. */
export const postgresUrl = makeExactValidator<string>((input) => {
  const isPostgres = URL.canParse(input) && /^postgres(ql)?:$/.test(new URL(input).protocol);
  if (!isPostgres) throw new Error('is not a postgres:// URL');
  return input;
});

/** An `http(s)://` origin without path, e.g. `https://kitchen.example`. */
export const origin = makeExactValidator<string>((input) => {
  const url = URL.canParse(input) ? new URL(input) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
    throw new Error('is not an origin such as https://kitchen.example (no path, no trailing words)');
  }
  return url.origin;
});

/** A domain name, e.g. `kitchen.example` (RFC 1123 §2.1). */
export const domain = makeExactValidator<string>((input) => {
  const labels = input.toLowerCase().split('.');
  const isDomain = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (!isDomain || !/[a-z]/.test(labels.at(-1) ?? '')) throw new Error('is not a domain such as kitchen.example');
  return input.toLowerCase();
});

/** An `http(s)://` address of a service that this process calls, with or without a path; no query and no credentials in it. */
export const serviceUrl = makeExactValidator<string>((input) => {
  const url = URL.canParse(input) ? new URL(input) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw new Error('is not an http(s):// address such as https://api.example (no query, no credentials)');
  }
  return url.href.replace(/\/+$/, '');
});

/** The address of an issuer of identities: `https://`, or `http://` on this machine. */
export const issuerUrl = makeExactValidator<string>((input) => {
  const url = URL.canParse(input) ? new URL(input) : undefined;
  const isSafe = url?.protocol === 'https:' || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url?.hostname ?? '');
  if (!url || !isSafe || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw new Error('is not an https:// address such as https://id.example (no query, no credentials)');
  }
  return input;
});

/** A `smtp://` or `smtps://` URL. It may hold a password, so it never appears in a message. */
export const smtpUrl = makeExactValidator<string>((input) => {
  const url = URL.canParse(input) ? new URL(input) : undefined;
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw new Error('is not an smtp:// or smtps:// URL such as smtps://user:password@mail.example');
  }
  return input;
});

/** One mailbox (RFC 5322 §3.4), with or without a name before it. */
export const mailbox = makeExactValidator<string>((input) => {
  if (!/^([^<>"\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(input)) {
    throw new Error('is not a mailbox such as Kitchen <no-reply@kitchen.example>');
  }
  return input;
});

/** `*`, or a comma-separated list of origins; an empty text allows none. */
export const origins = makeExactValidator<'*' | string[]>((input) => {
  if (input.trim() === '*') return '*';
  const list = input.split(',').flatMap((part) => part.trim() || []);
  const wrong = list.find((part) => !/^https?:\/\/[^/\s]+$/.test(part));
  if (wrong !== undefined) throw new Error('lists something that is not an origin such as https://app.example');
  return list;
});

/** A whole number within bounds, its unit in the variable's name. */
export const integer = (min: number, max: number) =>
  makeExactValidator<number>((input) => {
    const value = Number(input);
    if (!/^-?\d+$/.test(input) || value < min || value > max) {
      throw new Error(`is not a whole number from ${min} to ${max}`);
    }
    return value;
  });

/**
 * How the client's address is found behind proxies: `0` trusts none (the socket's address), `n` trusts that many hops of
 * `X-Forwarded-For`, and a header's name (such as `x-real-ip`) takes the address that the platform's own proxy put there.
 */
export const proxyTrust = makeExactValidator<number | string>((input) => {
  if (/^\d$/.test(input)) return Number(input);
  // With a hyphen, as such headers have: `true` is what other frameworks take, and would trust nobody here.
  if (/^[a-z]+(?:-[a-z]+)+$/i.test(input)) return input.toLowerCase();
  throw new Error('is neither a hop count from 0 to 9 nor a header name such as x-real-ip');
});

/** @param which begins the message where there are several. */
function requireSecret(text: string, which = ''): void {
  if (Buffer.byteLength(text) < MIN_SECRET_BYTES) {
    throw new Error(`${which}is shorter than ${MIN_SECRET_BYTES} bytes (256 bits); make one with: ${MAKE_SECRET}`);
  }
  if (PLACEHOLDERS.test(text) || new Set(text).size < 8) {
    throw new Error(`${which}is a known placeholder or too regular; make one with: ${MAKE_SECRET}`);
  }
}
