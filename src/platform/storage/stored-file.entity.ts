import { Check, Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Place } from './storage-driver.js';

/** A file, and where its bytes lie. */
@Entity('stored_files')
@Check('stored_files_place_check', `place in ('postgres', 's3')`)
@Index('stored_files_garbage_idx', ['createdAt'], { where: 'not is_kept' })
export class StoredFile {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'stored_files_pkey' })
  key!: string;

  @Column('text')
  place!: Place;

  @Column('integer', { name: 'byte_size' })
  byteSize!: number;

  /** Whether something refers to it. What is not kept is on its way here, or on its way out. */
  @Column('boolean', { name: 'is_kept', default: false })
  isKept!: boolean;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;
}
