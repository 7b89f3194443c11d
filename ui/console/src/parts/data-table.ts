/** A column of a list. Its cells come from `text`, or from the slot `cell-<id>` of the table. */
export interface Column<T> {
  id: string;
  title: string;
  text?: (row: T) => string;
  /** Right-aligned, for numbers and money. */
  number?: boolean;
  width?: string;
  /** The detail beside the list says it too: on a small screen the column makes room while one is open. */
  spare?: boolean;
  /** Words of any length end in an ellipsis, and the pointer shows them whole: at a width of their own, or at what the others leave. */
  long?: 'capped' | 'rest';
}
