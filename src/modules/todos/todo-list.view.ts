export class TodoListView {
  /** @example "019ad2c1-6f10-7a43-8d59-0b6c4f1f2e77" */
  id!: string;
  /** @example "Groceries" */
  name!: string;
  /** @example "#2e7d32" */
  color!: string | null;
  /** Where todos without a list go. Everyone has exactly one inbox. */
  isInbox!: boolean;
  isArchived!: boolean;
  /**
   * Opaque; compared byte by byte it gives the order of the lists.
   * @example "gW1YjL2kq0Z7"
   */
  position!: string;
  createdAt!: Date;
  updatedAt!: Date;
}

export class TodoListPage {
  items!: TodoListView[];
  nextCursor!: string | null;
}
