import type { BillStatement } from './decision-types';
import { get } from './http';

export const oneStatement = (customer: string, bill: string, signal?: AbortSignal) =>
  get<BillStatement>(`/statements/${customer}/${bill}`, {}, signal);
