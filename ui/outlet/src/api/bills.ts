import type { PaperForm } from '@qingjiang/shared/generated/PaperForm';
import type { PaperRequest } from '@qingjiang/shared/generated/PaperRequest';
import type { PaperView } from '@qingjiang/shared/generated/PaperView';
import type { PrintedView } from '@qingjiang/shared/generated/PrintedView';
import type { RoundRef } from '@qingjiang/shared/generated/RoundRef';
import type { StatementView } from '@qingjiang/shared/generated/StatementView';
import { ask } from './invoke';

/** The bill with its derivation, where this laptop has it. */
export const billStatement = (customerNo: string, bill: string) => ask<StatementView>('bill_statement', { customerNo, bill });

/** Bills that a review has made possible meanwhile; answers with those that were issued now. */
export const issueReadyBills = (round: RoundRef) => ask<StatementView[]>('issue_ready_bills', { round });

/** `null` is the form that the settings or the paper itself prefer. */
export const previewPaper = (paper: PaperRequest, form: PaperForm | null) => ask<PaperView>('preview_paper', { paper, form });

export const printPaper = (paper: PaperRequest, form: PaperForm | null) => ask<PrintedView>('print_paper', { paper, form });

/** Answers with the path written. */
export const savePaper = (paper: PaperRequest, form: PaperForm | null) => ask<string>('save_paper', { paper, form });
