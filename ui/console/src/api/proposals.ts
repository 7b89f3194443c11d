import { get, post } from './http';
import type { Matter, Preview, ProposalAnswer, ProposalList, ProposalView } from './decision-types';

export interface ProposalWish {
  state?: string | undefined;
  by?: number | undefined;
  matter?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

export interface NewProposal {
  /** Born on the screen, so that a repeated click is the same proposal. */
  id: string;
  matter: Matter;
  note: string;
  previewHash: string;
}

export const proposals = (wish: ProposalWish, signal?: AbortSignal) => get<ProposalList>('/proposals', { ...wish }, signal);
export const oneProposal = (id: string, signal?: AbortSignal) => get<ProposalView>(`/proposals/${id}`, {}, signal);
export const previewMatter = (matter: Matter) => post<Preview>('/proposals/preview', { matter });
export const propose = (proposal: NewProposal) => post<ProposalView>('/proposals', proposal);
export const answerProposal = (id: string, answer: ProposalAnswer, note: string) =>
  post<ProposalView>(`/proposals/${id}/answer`, { answer, note });
