/** A column of a list. Its cells come from `text`, or from the slot `cell-<id>` of the table. */
export interface Column<T> {
  id: string;
  title: string;
  text?: (row: T) => string;
  /** Right-aligned, for numbers and money. */
  number?: boolean;
  width?: string;
}
