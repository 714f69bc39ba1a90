import { hashOfToken, isWellFormed, looksPersonal, newPersonalToken } from './token-format.js';

describe('a personal access token', () => {
  it('has a form that scanners for leaked secrets can look for, and never the same twice', () => {
    const tokens = Array.from({ length: 500 }, newPersonalToken);

    for (const token of tokens) {
      expect(token).toMatch(/^kpt_[0-9A-Za-z]{38}$/);
      expect(isWellFormed(token)).toBe(true);
    }
    expect(new Set(tokens.map((token) => token.slice(4, 12))).size).toBe(500);
    expect(new Set(tokens.map(hashOfToken)).size).toBe(500);
  });

  it('has the checksum that anybody can compute: CRC-32 of what is before it, in base 62', () => {
    expect(isWellFormed('kpt_000000000000000000000000000000001bbeKA')).toBe(true);
  });

  it('is told from one in which any one character was mistyped', () => {
    const token = newPersonalToken();
    for (let i = 4; i < token.length; i++) {
      const typo = token.slice(0, i) + (token[i] === 'x' ? 'y' : 'x') + token.slice(i + 1);
      expect({ typo, isWellFormed: isWellFormed(typo) }).toEqual({ typo, isWellFormed: false });
    }
  });

  it.each([
    ['cut off', (token: string) => token.slice(0, -1)],
    ['longer', (token: string) => `${token}0`],
    ['in capitals', (token: string) => token.toUpperCase()],
    ['with a line end', (token: string) => `${token}\n`],
    ['another prefix', (token: string) => token.replace('kpt_', 'krt_')],
    ['nothing but the prefix', () => 'kpt_'],
  ])('is told from one that is %s', (_what, change) => {
    expect(isWellFormed(change(newPersonalToken()))).toBe(false);
  });

  it('is known by its prefix, so that a JWT is never taken for one', () => {
    expect([newPersonalToken(), 'kpt_', 'eyJhbGciOiJIUzI1NiJ9.e30.x', 'krt_x'].map(looksPersonal)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
