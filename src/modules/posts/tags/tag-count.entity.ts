import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How many published posts have a tag, but for what is noted in {@link TagChange}. */
@Entity('tag_counts')
@Index('tag_counts_used_idx', { synchronize: false })
export class TagCount {
  @PrimaryColumn({ type: 'text', collation: 'C', primaryKeyConstraintName: 'tag_counts_pkey' })
  tag!: string;

  @Column('integer', { name: 'post_count' })
  postCount!: number;
}
