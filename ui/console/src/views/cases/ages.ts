/** How long a case has waited, in words and in steps of colour. */
import { span } from '../../sentences';

const HOUR_MS = 3_600_000;
const STEPS = [
  { from: 7 * 24 * HOUR_MS, step: 'old' },
  { from: 2 * 24 * HOUR_MS, step: 'grown' },
] as const;

export type AgeStep = (typeof STEPS)[number]['step'] | 'fresh';

export const ageMs = (openedAt: string, nowMs: number): number => Math.max(0, nowMs - Date.parse(openedAt));
export const ageWords = (openedAt: string, nowMs: number): string => span(Math.max(60_000, ageMs(openedAt, nowMs)));
export const ageStep = (openedAt: string, nowMs: number): AgeStep =>
  STEPS.find(({ from }) => ageMs(openedAt, nowMs) >= from)?.step ?? 'fresh';
