import { isOutdated, workMissing } from './password-cost.js';

const hashWith = (cost: string) => `$argon2id$v=19$${cost}$c2FsdHNhbHRzYWx0c2FsdA$ZGlnZXN0`;

describe('the cost of a stored hash', () => {
  it.each([
    ['today’s', 'm=19456,t=2,p=1', false],
    ['of more memory', 'm=47104,t=2,p=1', false],
    ['of more passes', 'm=19456,t=3,p=1', false],
    ['of more lanes', 'm=19456,t=2,p=4', false],
    ['of less memory', 'm=19455,t=2,p=1', true],
    ['of fewer passes', 'm=19456,t=1,p=1', true],
  ])('of one that is %s', (_what, cost, outdated) => {
    expect(isOutdated(hashWith(cost))).toBe(outdated);
  });

  it.each(['$argon2i$v=19$m=19456,t=2,p=1$', '$argon2id$v=16$m=19456,t=2,p=1$', '$2b$12$abc', ''])(
    'is too low, of whatever kind: %j',
    (start) => {
      expect(isOutdated(`${start}c2FsdHNhbHRzYWx0c2FsdA$ZGlnZXN0`)).toBe(true);
    },
  );

  it.each([
    ['m=19456,t=1,p=1', 9728],
    ['m=9728,t=2,p=1', 9728],
    ['m=4096,t=3,p=1', 13_312],
    ['m=19456,t=2,p=1', undefined],
    ['m=19450,t=2,p=1', undefined],
    ['m=65536,t=1,p=1', undefined],
  ])('is made up for, where %s was too little', (cost, memoryCost) => {
    expect(workMissing(hashWith(cost))?.memoryCost).toBe(memoryCost);
  });
});
