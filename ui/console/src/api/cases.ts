import { get, post } from './http';
import type { CaseLine, CaseList, CaseView } from './decision-types';

/** What the worklist is asked for; an absent value asks for everything. */
export interface CaseWish {
  kind?: string | undefined;
  status?: string | undefined;
  severity?: string | undefined;
  owner?: string | undefined;
  customer?: string | undefined;
  unit?: string | undefined;
  q?: string | undefined;
  minAmount?: string | undefined;
  sort?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

/** `owner` left out leaves it as it is; `null` is nobody. */
export interface CaseNote {
  note?: string;
  owner?: 'me' | null;
}

export const cases = (wish: CaseWish, signal?: AbortSignal) => get<CaseList>('/cases', { ...wish }, signal);
export const oneCase = (id: number, signal?: AbortSignal) => get<CaseView>(`/cases/${id}`, {}, signal);
export const noteCase = (id: number, note: CaseNote) => post<CaseLine>(`/cases/${id}/notes`, note);
