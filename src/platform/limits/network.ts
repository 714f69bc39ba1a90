import ipaddr from 'ipaddr.js';

/** What one household or one server usually has of IPv6 (RFC 6177 §2): its 2⁶⁴ addresses count as one. */
const IPV6_PREFIX_GROUPS = 4;

/**
 * Whom an address belongs to, as far as limits can tell: an IPv4 address itself, however it is written (as IPv6 too,
 * RFC 4291 §2.5.5.2), an IPv6 address with all others of its /64. What is no address stays as it is.
 */
export function networkOf(address: string): string {
  // `process` unwraps IPv4-mapped addresses. A zone ("%eth0") is the server's own name for a link, and tells nothing.
  const [bare = ''] = address.split('%');
  if (!ipaddr.isValid(bare)) return address;
  const parsed = ipaddr.process(bare);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const groups = parsed.parts.slice(0, IPV6_PREFIX_GROUPS).map((group) => group.toString(16));
  return `${groups.join(':')}::/64`;
}
