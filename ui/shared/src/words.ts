/** Closed words that cross as plain strings, because the rule crate does not know TypeScript. */
export type PowerState = 'on' | 'off';
export type CustomerStatus = 'normal' | 'connecting' | 'changing' | 'closed';
export type SettleState = 'unpaid' | 'partly-paid' | 'settled';
export type BillLock = 'bank-debit' | 'walking-collector' | 'entrusted-collection';
