/** Figures of a preview: money with its separators, everything else as the center wrote it; a change always with its sign. */
import { showYuan } from '@qingjiang/shared/money';

const MONEY = /^-?\d+\.\d\d$/;
const MINUS = '−';

export const figure = (text: string): string => (MONEY.test(text) ? showYuan(text).replace('-', MINUS) : text.replace(/^-/, MINUS));

export type Sign = 'more' | 'less' | 'same';

export function signOf(change: string): Sign {
  if (!/[1-9]/.test(change)) return 'same';
  return change.startsWith('-') ? 'less' : 'more';
}

export const signed = (change: string): string => (signOf(change) === 'more' && !change.startsWith('+') ? `+${figure(change)}` : figure(change));
