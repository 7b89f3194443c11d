/** What somebody is about to decide: a choice with its parameters, filled in until it says something that can be previewed. */
import { parseYuan, toYuan, yuan } from '@qingjiang/shared/money';
import type { ChoiceView, Resolution, ResolutionKind, TaskKind } from '../../api/decision-types';

export interface Draft {
  resolution: ResolutionKind;
  amount: string;
  device: number | null;
  payment: string | null;
  customer: string;
  reading: string | null;
  task: TaskKind | null;
  /** What the outlet reads. */
  message: string;
}

/** As most cases are settled: all of the money, at the desk that takes part. */
export function startDraft({ resolution, parameters }: ChoiceView): Draft {
  return {
    resolution,
    amount: parameters.amountMax ?? '',
    device: parameters.devices[0]?.device ?? null,
    payment: parameters.payments.at(-1) ?? null,
    customer: '',
    reading: null,
    task: parameters.tasks[0] ?? null,
    message: '',
  };
}

export type AmountFault = 'none' | 'zero' | 'over' | 'whole';

export function amountFault(draft: Draft, { parameters }: ChoiceView): AmountFault | null {
  const { amountMax } = parameters;
  if (amountMax === null) return null;
  const amount = parseYuan(draft.amount);
  if (amount === null) return 'none';
  if (amount <= 0n) return 'zero';
  if (amount > yuan(amountMax)) return 'over';
  return parameters.wholeAmount && amount !== yuan(amountMax) ? 'whole' : null;
}

const CUSTOMER = /^\d{10}$/;

/** `null` while something is still missing. */
export function resolutionOf(draft: Draft, choice: ChoiceView): Resolution | null {
  if (amountFault(draft, choice)) return null;
  const amount = choice.parameters.amountMax === null ? '' : toYuan(parseYuan(draft.amount)!);
  const { resolution, device, payment, customer, reading, task, message } = draft;
  switch (resolution) {
    case 'keep-as-booked':
    case 'issue-difference':
    case 'accept-change':
      return { resolution };
    case 'apply-to-bills':
    case 'write-off':
      return { resolution, amount };
    case 'refund':
      return device === null ? null : { resolution, amount, device };
    case 'move-to-customer':
      return payment !== null && CUSTOMER.test(customer.trim()) ? { resolution, payment, customer: customer.trim() } : null;
    case 'use-reading':
      return reading === null ? null : { resolution, reading };
    case 'suspend-device':
      return device === null ? null : { resolution, device };
    case 'return-to-outlet':
      return device === null || task === null || !message.trim() ? null : { resolution, device, task, note: message.trim() };
  }
}
