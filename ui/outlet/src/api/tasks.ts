import type { AnswerTaskRequest } from '@qingjiang/shared/generated/AnswerTaskRequest';
import type { ArchiveChangeRequest } from '@qingjiang/shared/generated/ArchiveChangeRequest';
import type { ArchiveChangeView } from '@qingjiang/shared/generated/ArchiveChangeView';
import type { PayRefundRequest } from '@qingjiang/shared/generated/PayRefundRequest';
import type { RefundView } from '@qingjiang/shared/generated/RefundView';
import type { TaskView } from '@qingjiang/shared/generated/TaskView';
import { ask } from './invoke';

export const tasks = () => ask<TaskView[]>('tasks');

export const answerTask = (request: AnswerTaskRequest) => ask<null>('answer_task', { request });

/** Saves the refund's id before any cash is counted, so that a crash leaves no doubt. */
export const openRefundDraft = (refundId: string, taskId: string) => ask<null>('open_refund_draft', { refundId, taskId });

export const closeRefundDraft = (refundId: string) => ask<null>('close_refund_draft', { refundId });

export const payRefund = (request: PayRefundRequest) => ask<RefundView>('pay_refund', { request });

export const requestArchiveChange = (request: ArchiveChangeRequest) =>
  ask<ArchiveChangeView>('request_archive_change', { request });

/** Of one customer, or all of this desk. */
export const archiveChanges = (customerNo: string | null) => ask<ArchiveChangeView[]>('archive_changes', { customerNo });
