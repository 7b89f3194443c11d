/**
 * Why the center did not do it: its closed codes, with how loudly each is said. The sentences stand in
 * `locales/<language>/console/errors.json` under `sentence.<code>`, and what to do next under `next.<code>`.
 */
import type { Severity } from '@qingjiang/shared/errors';

export const FAILURES = {
  'not-signed-in': 'notice',
  'sign-in-refused': 'warning',
  'code-refused': 'warning',
  'locked-out': 'warning',
  'operator-suspended': 'failure',
  'not-permitted': 'warning',
  'cross-site': 'failure',
  unauthorised: 'failure',
  'not-found': 'notice',
  'bad-request': 'warning',
  'terminal-taken': 'warning',
  'not-corrected': 'warning',
  'not-released': 'warning',
  'unknown-unit': 'warning',
  'not-billable': 'warning',
  'own-second-factor': 'warning',
  'needs-person': 'warning',
  'already-proposed': 'notice',
  'preview-moved': 'warning',
  'not-offered': 'warning',
  'too-many': 'warning',
  'own-proposal': 'warning',
  'already-answered': 'notice',
  'refund-paid': 'warning',
  'not-open': 'notice',
  'no-cases': 'warning',
  mixed: 'warning',
  amount: 'warning',
  'unknown-customer': 'warning',
  'no-such-payment': 'warning',
  'same-customer': 'warning',
  device: 'warning',
  'note-missing': 'warning',
  'id-reused': 'warning',
  'not-yours': 'warning',
  'not-in-force': 'notice',
  'not-undoable': 'warning',
  'task-answered': 'warning',
  'later-decision': 'warning',
  'login-taken': 'warning',
  'password-missing': 'warning',
  record: 'warning',
  'broken-journal': 'failure',
  unavailable: 'failure',
  /** The center cannot be reached from this browser. */
  offline: 'failure',
  /** An answer that this console does not understand. */
  internal: 'failure',
} as const satisfies Record<string, Severity>;

export type FailureCode = keyof typeof FAILURES;

/** What an answer that refuses carries beside its code and the server's own sentence. */
export interface Reason {
  code: FailureCode;
  /** The server's sentence in English: for an engineer, or where the code alone says too little. */
  message: string;
  /** Whatever else the answer holds: `until`, `by`, `preview` … */
  details: Record<string, unknown>;
}

export class ApiFailure extends Error {
  constructor(readonly reason: Reason) {
    super(reason.message || reason.code);
  }
}

export function reasonOf(thrown: unknown): Reason {
  if (thrown instanceof ApiFailure) return thrown.reason;
  return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown), details: {} };
}

/** A body as the center refuses: `{ code, message, … }`. */
export function readReason(body: unknown, status: number): Reason {
  if (typeof body === 'object' && body !== null && 'code' in body) {
    const { code, message, ...details } = body as { code: string; message?: string };
    if (Object.hasOwn(FAILURES, code)) return { code: code as FailureCode, message: message ?? '', details };
    return { code: 'internal', message: `${code}: ${message ?? ''}`, details };
  }
  return { code: 'internal', message: `HTTP ${status}`, details: {} };
}
