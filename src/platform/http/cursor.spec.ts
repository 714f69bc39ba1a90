import { Problem } from '../errors/problem.js';
import { Cursors } from './cursor.js';

const cursorsOf = (...secrets: [string, ...string[]]) =>
  new Cursors({ secrets } as unknown as ConstructorParameters<typeof Cursors>[0]);

describe('cursors', () => {
  const cursors = cursorsOf('k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA');
  const sealed = cursors.seal('posts:newest', ['2026-11-22T14:00:00.000Z', 'an id']);

  it('give back what was sealed', () => {
    expect(cursors.open('posts:newest', sealed)).toEqual(['2026-11-22T14:00:00.000Z', 'an id']);
  });

  it('are made of letters that need no escaping in a URL', () => {
    expect(sealed).toMatch(/^[\w-]+$/);
  });

  it.each([
    ['of another sort', () => cursors.open('posts:oldest', sealed)],
    ['of another server', () => cursorsOf('another-secret-another-secret-12').open('posts:newest', sealed)],
    ['with a letter too many', () => cursors.open('posts:newest', `${sealed}A`)],
    ['with a letter too few', () => cursors.open('posts:newest', sealed.slice(0, -1))],
    ['with padding', () => cursors.open('posts:newest', `${sealed}=`)],
    ['that is empty', () => cursors.open('posts:newest', '')],
    ['that is nonsense', () => cursors.open('posts:newest', 'nonsense')],
    ['that is only a seal', () => cursors.open('posts:newest', sealed.slice(0, 16))],
  ])('refuse one %s', (_what, open) => {
    expect(open).toThrow(Problem);
  });

  it('refuse one with any single letter changed', () => {
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1);
      expect(() => cursors.open('posts:newest', changed)).toThrow('The cursor is not valid here');
    }
  });
});
