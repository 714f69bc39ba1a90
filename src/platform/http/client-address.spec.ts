import { ClientAddress } from './client-address.js';

type Request = Parameters<ClientAddress['of']>[0];

const addresses = (trust: string | number, warnings: string[] = []) => {
  const log = { warn: (_: object, message: string) => warnings.push(message) };
  return new ClientAddress(...([{ get: () => trust }, log] as unknown as ConstructorParameters<typeof ClientAddress>));
};
const addressWith = (trust: string | number, request: object) => addresses(trust).of(request as Request);

const request = (ip: string, headers = {}) => ({ ip, headers, socket: { remoteAddress: '::ffff:10.0.0.7' } });

describe('the address of a client', () => {
  it.each([
    ['a socket’s', 0, request('::ffff:192.0.2.1'), '192.0.2.1'],
    ['an IPv6 one', 0, request('2001:db8::1'), '2001:db8::1'],
    ['what a trusted hop says', 1, request('198.51.100.9'), '198.51.100.9'],
    ['the socket’s, when a hop says something else', 1, request('<script>'), '10.0.0.7'],
    ['the socket’s, when a hop adds a port', 1, request('1.2.3.4:5555'), '10.0.0.7'],
    ['what the trusted header says', 'x-real-ip', request('10.0.0.7', { 'x-real-ip': ' 203.0.113.5 ' }), '203.0.113.5'],
    ['the socket’s, when the trusted header is missing', 'x-real-ip', request('10.0.0.7'), '10.0.0.7'],
    [
      'the socket’s, when a header is sent that nobody trusts',
      0,
      request('10.0.0.7', { 'x-real-ip': '203.0.113.5' }),
      '10.0.0.7',
    ],
  ])('is %s', (_what, trust, from, address) => {
    expect(addressWith(trust, from)).toBe(address);
  });

  it.each([
    ['nobody trusts a proxy', 0, 1],
    ['a hop is trusted', 1, 0],
    ['a header is trusted', 'x-real-ip', 0],
  ])('is warned about when X-Forwarded-For arrives, once, and %s: %j → %i', (_when, trust, times) => {
    const warnings: string[] = [];
    const client = addresses(trust, warnings);
    for (let i = 0; i < 3; i++) client.of(request('10.0.0.7') as Request);
    expect(warnings).toEqual([]);
    for (let i = 0; i < 3; i++) client.of(request('10.0.0.7', { 'x-forwarded-for': '203.0.113.5' }) as Request);

    expect(warnings).toHaveLength(times);
    expect(warnings.join()).not.toContain('203.0.113.5');
  });
});
