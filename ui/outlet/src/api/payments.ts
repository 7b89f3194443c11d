import type { DayPaymentView } from '@qingjiang/shared/generated/DayPaymentView';
import type { DayView } from '@qingjiang/shared/generated/DayView';
import type { PaymentPreviewView } from '@qingjiang/shared/generated/PaymentPreviewView';
import type { ReversePaymentRequest } from '@qingjiang/shared/generated/ReversePaymentRequest';
import type { TakePaymentRequest } from '@qingjiang/shared/generated/TakePaymentRequest';
import type { TakenPaymentView } from '@qingjiang/shared/generated/TakenPaymentView';
import { ask } from './invoke';

/** Saves the payment's id before anything else happens, so that a crash leaves no doubt. */
export const openPaymentDraft = (paymentId: string, customerNo: string) =>
  ask<null>('open_payment_draft', { paymentId, customerNo });

export const closePaymentDraft = (paymentId: string) => ask<null>('close_payment_draft', { paymentId });

export const previewPayment = (request: TakePaymentRequest) =>
  ask<PaymentPreviewView>('preview_payment', { request });

export const takePayment = (request: TakePaymentRequest) => ask<TakenPaymentView>('take_payment', { request });

export const dayPayments = (businessDate: string | null) => ask<DayView>('day_payments', { businessDate });

export const reversePayment = (request: ReversePaymentRequest) =>
  ask<DayPaymentView>('reverse_payment', { request });
