import pg from 'pg';
import { columnTypes } from './column-types.js';

const { builtins } = pg.types;
const TEXT_ARRAY = 1009;

const read = (type: number, text: string): unknown => {
  const parserOf = columnTypes.getTypeParser as (type: number, format: 'text') => (value: string) => unknown;
  return parserOf(type, 'text')(text);
};

describe('columns as they are read', () => {
  it.each([
    ['2026-11-22 14:00:00.123+00', '2026-11-22T14:00:00.123Z'],
    ['2026-11-22 14:00:00.1+00', '2026-11-22T14:00:00.100Z'],
    ['2026-11-22 14:00:00+00', '2026-11-22T14:00:00.000Z'],
    ['2026-11-22 14:00:00.123456+00', '2026-11-22T14:00:00.123Z'],
    ['2026-11-22 15:30:00.5+01:30', '2026-11-22T14:00:00.500Z'],
    ['0044-03-15 12:00:00+00', '0044-03-15T12:00:00.000Z'],
    ['0044-03-15 12:00:00+00 BC', '-000043-03-15T12:00:00.000Z'],
    ['12026-11-22 14:00:00+00', '+012026-11-22T14:00:00.000Z'],
  ])('gives a moment that is what it says: %s', (text, iso) => {
    const moment = read(builtins.TIMESTAMPTZ, text) as Date;

    expect(moment).toBeInstanceOf(Date);
    expect([moment.toISOString(), JSON.stringify({ moment })]).toEqual([iso, `{"moment":"${iso}"}`]);
    expect(new Date(moment.getTime()).toISOString()).toBe(iso);
  });

  it('agrees with Date on every day of four hundred years, and on every millisecond of a second', () => {
    const days = Array.from({ length: 146_097 }, (_, at) => new Date(Date.UTC(1880, 0, 1 + at, 23, 59, 58, at % 1000)));
    const written = days.map((day) => day.toISOString().replace('T', ' ').replace('Z', '+00'));

    const moments = written.map((text) => read(builtins.TIMESTAMPTZ, text) as Date);

    expect(moments.filter((moment, at) => moment.getTime() !== days[at]!.getTime())).toEqual([]);
  });

  it('knows that some moments never come', () => {
    expect(read(builtins.TIMESTAMPTZ, 'infinity')).toBe(Infinity);
  });

  it.each([
    ['{}', []],
    ['{engines}', ['engines']],
    ['{engines,mathematics}', ['engines', 'mathematics']],
    ['{"two words","with, comma"}', ['two words', 'with, comma']],
    ['{"say \\"so\\"","back\\\\slash"}', ['say "so"', 'back\\slash']],
    ['{a,NULL}', ['a', null]],
    ['{"NULL",null-and-void}', ['NULL', 'null-and-void']],
    ['{"",b}', ['', 'b']],
  ])('gives the words of a list: %s', (text, words) => {
    expect(read(TEXT_ARRAY, text)).toEqual(words);
  });

  it('leaves all other types to pg', () => {
    expect([read(builtins.INT4, '7'), read(builtins.BOOL, 't'), read(builtins.JSON, '{"a":1}')]).toEqual([
      7,
      true,
      { a: 1 },
    ]);
  });
});
