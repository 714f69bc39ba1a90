import { atVersion, conditions, empty, join, pipelined, raw, sql } from './sql.js';

const written = ({ text, values }: { text: string; values: readonly unknown[] }) => [text, ...values];

describe('sql', () => {
  const mine = (owner: string) => sql`owner_id = ${owner}`;
  const find = (id: number, condition = mine('ada')) =>
    sql`select * from todos where id = ${id} and ${condition} limit 1`;

  it('keeps values apart from the text, those of its parts included, in the order in which they are written', () => {
    expect(written(find(7))).toEqual(['select * from todos where id = $1 and owner_id = $2 limit 1', 7, 'ada']);
    expect(written(sql`select ${sql`(${find(1)})`}, ${2}`)).toEqual([
      'select (select * from todos where id = $1 and owner_id = $2 limit 1), $3',
      ...[1, 'ada', 2],
    ]);
    expect(written(sql`select 1`)).toEqual(['select 1']);
  });

  it('takes text for a value, however much it looks like SQL, and nothing for nothing', () => {
    expect(written(sql`select ${"'; drop table todos"}, ${null}, ${undefined}`)).toEqual([
      'select $1, $2, $3',
      ...["'; drop table todos", null, undefined],
    ]);
  });

  it('puts a text together once for all that is written at one place and has the same parts', () => {
    expect(find(1).statement).toBe(find(2, mine('ben')).statement);
  });

  it('never takes one place for another, nor one part for another', () => {
    const all = [
      ...[find(1), find(1, sql`owner_id = ${'ada'}`), find(1, sql`true`), find(1, empty), find(1, raw('owner_id = 1'))],
      ...[sql`select ${1}`, sql`select ${raw('1')}`, sql`select ${1} `],
    ];
    expect(all.map(({ text }) => text)).toEqual([
      'select * from todos where id = $1 and owner_id = $2 limit 1',
      'select * from todos where id = $1 and owner_id = $2 limit 1',
      'select * from todos where id = $1 and true limit 1',
      'select * from todos where id = $1 and  limit 1',
      'select * from todos where id = $1 and owner_id = 1 limit 1',
      ...['select $1', 'select 1', 'select $1 '],
    ]);
  });

  it('joins parts and values', () => {
    expect(written(join([1, sql`a = ${2}`, 3]))).toEqual(['$1,a = $2,$3', 1, 2, 3]);
    expect(written(join([sql`a`, sql`b`], ' and ', ' and '))).toEqual([' and a and b']);
    expect(written(join([sql`a`, sql`b`], ', '))).toEqual(['a, b']);
    expect(written(conditions([sql`a = ${1}`, atVersion([2, 3])]))).toEqual([
      'a = $1 and version = any($2::integer[])',
      ...[1, [2, 3]],
    ]);
  });

  it('stays right when more is written at one place than is remembered', () => {
    const texts = Array.from({ length: 500 }, (_, n) => sql`select ${raw(`c${n}`)} from t where id = ${n}`.text);

    expect(texts).toEqual(Array.from({ length: 500 }, (_, n) => `select c${n} from t where id = $1`));
  });

  it('says which reads are quick', () => {
    expect([pipelined`select ${1}`.isPipelined, sql`select ${1}`.isPipelined]).toEqual([true, false]);
  });
});
