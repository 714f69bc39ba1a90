import { type Linked, LinkedList } from './linked-list.js';

interface Item extends Linked {
  name: string;
}

describe('a linked list', () => {
  const list = () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name): Item => ({ name }));
    const all = new LinkedList<Item>();
    for (const item of [a!, b!, c!]) all.add(item);
    return { all, a: a!, b: b!, c: c! };
  };
  const names = (all: LinkedList<Item>) => all.items().map(({ name }) => name);

  it.each([
    ['a', ['b', 'c']],
    ['b', ['a', 'c']],
    ['c', ['a', 'b']],
  ])('keeps the order when %s goes, and takes it back at the end', (name, others) => {
    const { all, ...items } = list();
    const item = items[name as 'a'];

    expect(all.delete(item)).toBe(true);
    expect([names(all), all.size, all.has(item), all.first?.name]).toEqual([others, 2, false, others[0]]);

    all.add(item);
    expect([names(all), all.size, all.has(item)]).toEqual([[...others, name], 3, true]);
  });

  it('is empty when all have gone, in whatever order, and can be filled again', () => {
    const { all, a, b, c } = list();
    for (const item of [b, c, a]) all.delete(item);

    expect([names(all), all.size, all.first]).toEqual([[], 0, undefined]);
    all.add(b);
    expect([names(all), all.first]).toEqual([['b'], b]);
  });

  it('knows what is not in it, but in another one', () => {
    const { all, a } = list();
    const other = new LinkedList<Item>();

    expect([other.has(a), other.delete(a), all.size]).toEqual([false, false, 3]);
  });

  it('leaves nothing in what has gone that leads to what has stayed', () => {
    const { all, b } = list();
    all.delete(b);

    expect(b).toEqual({ name: 'b' });
  });
});
