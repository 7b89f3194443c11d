import type { PaperForm } from '@qingjiang/shared/generated/PaperForm';
import type { PrintReceiptRequest } from '@qingjiang/shared/generated/PrintReceiptRequest';
import type { PrintedView } from '@qingjiang/shared/generated/PrintedView';
import type { PrinterView } from '@qingjiang/shared/generated/PrinterView';
import type { ReceiptPreviewView } from '@qingjiang/shared/generated/ReceiptPreviewView';
import { ask } from './invoke';

export const previewReceipt = (paymentId: string, form: PaperForm) =>
  ask<ReceiptPreviewView>('preview_receipt', { paymentId, form });

export const printReceipt = (request: PrintReceiptRequest) => ask<PrintedView>('print_receipt', { request });

/** Answers with the path written. `null` is the desk's own receipts folder. */
export const saveReceipt = (paymentId: string, form: PaperForm, path: string | null) =>
  ask<string>('save_receipt', { paymentId, form, path });

export const listPrinters = () => ask<PrinterView[]>('list_printers');
