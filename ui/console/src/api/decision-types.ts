/** Cases, what can be decided about them, and what was. */
import type { components } from './generated';

type Schemas = components['schemas'];

export type Conflict = Schemas['Conflict'];
export type ConflictKind = Conflict['kind'];
export type CaseList = Schemas['CaseList'];
export type CaseLine = Schemas['CaseLine'];
export type CaseView = Schemas['CaseView'];
export type CaseStatus = CaseLine['status'];
export type CaseSeverity = CaseLine['severity'];
export type SideView = Schemas['SideView'];
export type ChoiceView = Schemas['ChoiceView'];
export type EventView = Schemas['EventView'];
export type Resolution = Schemas['Resolution'];
export type ResolutionKind = Resolution['resolution'];
export type TaskKind = Schemas['TaskKind'];
export type Matter = Schemas['Matter'];
export type ProposalAnswer = Schemas['ProposalAnswer'];
export type ProposalState = Schemas['ProposalState'];
export type ProposalView = Schemas['ProposalView'];
export type ProposalList = Schemas['ProposalList'];
export type Preview = Schemas['Preview'];
export type PreviewLedger = Schemas['PreviewLedger'];
export type PreviewLine = Schemas['PreviewLine'];
export type PreviewNote = Schemas['PreviewNote'];
export type PreviewReceipt = Schemas['PreviewReceipt'];
export type PreviewTask = Schemas['PreviewTask'];
export type TaskView = Schemas['TaskView'];
export type TaskList = Schemas['TaskList'];
export type BillStatement = Schemas['BillStatement'];
