import fc from 'fast-check';
import { claimSlug, isId, slugOf } from './slug.js';

describe('slugOf', () => {
  it.each([
    ['Notes on the Analytical Engine', 'notes-on-the-analytical-engine'],
    ['  “What’s new”—in TypeScript 6.0?  ', 'whats-new-in-typescript-6-0'],
    ['Crème brûlée & Straße', 'creme-brulee-and-strasse'],
    ['Привет, мир', 'privet-mir'],
    ['Γειά σου', 'geia-soy'],
    ['Łódź', 'lodz'],
    ['你好世界', 'post'],
    ['🎉', 'post'],
    ['…', 'post'],
    ['Feed', 'post-feed'],
    ['019AD2C1-7B3E-7C55-9C1F-3F2F0F6F5A10', 'post-019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10'],
  ])('makes of %j %s', (title, slug) => {
    expect(slugOf(title)).toBe(slug);
  });

  it('ends a long title with a whole word', () => {
    expect(slugOf('tea '.repeat(50))).toBe(`tea${'-tea'.repeat(17)}`);
    expect(slugOf(`${'a'.repeat(73)} b`)).toBe('a'.repeat(73));
    expect(slugOf('a'.repeat(200))).toBe('a'.repeat(73));
  });

  it('makes of any title a part of an address that is no id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (title) => {
        const slug = slugOf(title);
        expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(80 - '-abcdef'.length);
        expect(isId(slug)).toBe(false);
      }),
    );
  });
});

describe('claimSlug', () => {
  const triedUntil = async (isFree: (slug: string) => boolean, title = 'Tea') => {
    const tried: string[] = [];
    await claimSlug(title, (slug) => {
      tried.push(slug);
      return Promise.resolve(isFree(slug) ? slug : undefined);
    });
    return tried;
  };

  it('asks for the plain slug first, then for numbers, then for something random', async () => {
    expect(await triedUntil((slug) => slug.length > 'tea-3'.length)).toEqual([
      'tea',
      'tea-2',
      'tea-3',
      expect.stringMatching(/^tea-[a-z0-9]{6}$/),
    ]);
  });

  it('asks for nothing more once it has one', async () => {
    expect(await triedUntil((slug) => slug === 'tea-2')).toEqual(['tea', 'tea-2']);
  });

  it('never asks for more than 80 characters', async () => {
    const tried = await triedUntil((slug) => slug.length > 76, 'a'.repeat(200));

    expect(tried.at(-1)).toHaveLength(80);
  });

  it('gives up rather than ask for ever', async () => {
    await expect(triedUntil(() => false)).rejects.toThrow('Every slug was taken');
  });
});
