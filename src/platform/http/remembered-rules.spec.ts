import { getMetadataStorage, IsInt, IsString } from 'class-validator';
import { readAs } from './read-as.js';

class Named {
  @IsString()
  name!: string;
}

class Aged extends Named {
  @IsInt()
  age!: number;
}

const wrongIn = async (dto: typeof Named, value: object) => {
  const read = await readAs(dto, value);
  return Array.isArray(read) ? read.map(({ pointer }) => pointer).sort() : [];
};

describe('the rules of a class', () => {
  it.each(['first', 'second'])('are its own and its parents’, the %s time as well', async () => {
    expect(await wrongIn(Named, { name: 1, age: 'x' })).toEqual(['/age', '/name']);
    expect(await wrongIn(Aged, { name: 1, age: 'x' })).toEqual(['/age', '/name']);
    expect(await wrongIn(Named, { name: 'Ada' })).toEqual([]);
    expect(await wrongIn(Aged, { name: 'Ada' })).toEqual(['/age']);
  });

  it('are looked for once', () => {
    const rules = () => getMetadataStorage().getTargetValidationMetadatas(Aged, '', false, false);

    expect(rules()).toHaveLength(2);
    expect(rules()).toBe(rules());
  });
});
