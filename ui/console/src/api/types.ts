/** The shapes of the center's JSON. Whatever the generated description has takes the place of its line here. */

import type { components } from './generated';

export type Role =
  'cashier' | 'meter-reader' | 'biller' | 'reporter' | 'sync-administrator' | 'finance' | 'auditor';

export type Permission =
  | 'view-customers'
  | 'view-day-of-others'
  | 'enrol-device'
  | 'view-cases'
  | 'review-readings'
  | 'use-console'
  | 'view-fleet'
  | 'propose-decisions'
  | 'approve-decisions'
  | 'decide-archive-changes'
  | 'release-tariffs'
  | 'manage-operators'
  | 'run-bills'
  | 'view-audit';

/** Who is signed in. */
export interface WhoView {
  id: number;
  login: string;
  name: string;
  unit: string;
  unitName: string;
  roles: Role[];
  permissions: Permission[];
  /** The sentence of a demo stands above every page. */
  demo: boolean;
}

export interface EnrolView {
  secret: string;
  otpauth: string;
  /** A picture of `otpauth`, as a whole SVG document. */
  qrSvg: string;
}

export type SignInView =
  | { step: 'signed-in'; who: WhoView }
  /** The password was right; a code of the authenticator is asked for. */
  | { step: 'code' }
  /** The first sign-in of an administrator: the secret goes into an authenticator, and a code proves it. */
  | ({ step: 'enrol' } & EnrolView);

/** What news is about, as `GET /api/v1/events` says it. */
export const TOPICS = ['cases', 'proposals', 'fleet', 'units', 'customers', 'bills', 'tariffs', 'operators', 'audit'] as const;
export type Topic = (typeof TOPICS)[number];

export type DeviceLine = components['schemas']['DeviceLine'];
