/** What an act is called, and what it was about in words. */
import { word } from '../../sentences';

export const ACT_NAMES = [
  'proposed', 'decided', 'approved', 'refused', 'taken-back', 'case-noted', 'device-suspended', 'device-resumed', 'enrolment-code-given',
  'release-code-given', 'signed-in', 'login-locked', 'signed-out', 'second-factor-changed', 'settings-released',
  'bill-run-started', 'correction-settled',
] as const;

/** `case:12` → 争议 12. Who did it stands in a column of its own. */
export function saySubject(subject: string): string {
  const colon = subject.indexOf(':');
  const [kind, value] = [subject.slice(0, colon), subject.slice(colon + 1)];
  if (kind === 'operator') return '';
  return `${word('subject', kind)} ${kind === 'proposal' ? `${value.slice(0, 8)}…` : value}`;
}
