import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** So many more or fewer published posts with a tag. Written by triggers; see docs/adr/0061. */
@Entity('tag_changes')
export class TagChange {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'tag_changes_pkey',
  })
  id!: string;

  @Column({ type: 'text', collation: 'C' })
  tag!: string;

  @Column('integer')
  delta!: number;
}
