import { Column } from 'typeorm';

/**
 * The column that the database makes of others, to search in. Its expression stands in the migration alone: TypeORM compares
 * expressions with notes of its own, which name the database and so are lost in a copy of it. A blank one is the one that it
 * takes for equal.
 */
export const SearchColumn = () =>
  Column({ type: 'tsvector', generatedType: 'STORED', asExpression: ' ', select: false });
