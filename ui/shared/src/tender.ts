/** One way of paying with the papers that prove it, as `domain::Tender` serialises. Money is a string of yuan. */
export type TenderRequest =
  | { kind: 'cash'; received: string }
  | { kind: 'bank-slip'; slipNo: string; bank: string; account: string; date: string; amount: string }
  | {
      kind: 'list-voucher';
      voucherNo: string;
      issuingUnit: string;
      approver: string;
      date: string;
      remark: string;
      amount: string;
    }
  | { kind: 'cheque'; chequeNo: string; bank: string; drawer: string; date: string; amount: string }
  | { kind: 'pos'; terminal: string; reference: string; cardTail: string; amount: string }
  | { kind: 'transfer'; reference: string; bank: string; date: string; amount: string };

export type TenderKind = TenderRequest['kind'];

/** In the order of the keys that choose them. */
export const TENDER_KINDS = ['cash', 'bank-slip', 'list-voucher', 'cheque', 'pos', 'transfer'] as const satisfies TenderKind[];

/** Every field beside the amount that some tender asks for. */
export type TenderField =
  | 'slipNo'
  | 'bank'
  | 'account'
  | 'voucherNo'
  | 'issuingUnit'
  | 'approver'
  | 'remark'
  | 'chequeNo'
  | 'drawer'
  | 'terminal'
  | 'reference'
  | 'cardTail'
  | 'date';

/** The fields of each kind in the order in which a cashier reads them off the paper. */
export const TENDER_FIELDS: Record<TenderKind, TenderField[]> = {
  cash: [],
  'bank-slip': ['slipNo', 'bank', 'account', 'date'],
  'list-voucher': ['voucherNo', 'issuingUnit', 'approver', 'date', 'remark'],
  cheque: ['chequeNo', 'bank', 'drawer', 'date'],
  pos: ['terminal', 'reference', 'cardTail'],
  transfer: ['reference', 'bank', 'date'],
};

/** The only field that may stay empty. */
export const OPTIONAL_FIELDS: ReadonlySet<TenderField> = new Set(['remark']);
