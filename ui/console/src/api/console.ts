/** The console's other pages: terminals, units, customers, bills, prices, operators, the audit trail. */
import type { components } from './generated';
import { get, post, remove } from './http';

type Schemas = components['schemas'];

export type UnitLine = Schemas['UnitLine'];
export type FoundLine = Schemas['FoundLine'];
export type AccountPage = Schemas['AccountPage'];
export type CustomerPage = Schemas['CustomerPage'];
export type ReadingOfCustomer = Schemas['ReadingOfCustomer'];
export type RunView = Schemas['RunView'];
export type RunRequest = Schemas['RunRequest'];
export type UnbilledLine = Schemas['UnbilledLine'];
export type Tariffs = Schemas['Tariffs'];
export type PriceVersion = Schemas['PriceVersion'];
export type BillingRules = Schemas['BillingRules'];
export type CollectionRules = Schemas['CollectionRules'];
export type OperatorLine = Schemas['OperatorLine'];
export type RoleLine = Schemas['RoleLine'];
export type ActLine = Schemas['ActView'];
export type ActList = Schemas['ActList'];
export type GivenCode = Schemas['CodeView'];
export type GivenRelease = Schemas['ReleaseCodeView'];

export const suspendDevice = (id: number, suspended: boolean) => post<undefined>(`/devices/${id}/suspend`, { suspended });
export const enrolmentCode = (unit: string, terminal: string) => post<GivenCode>('/enrolment-codes', { unit, terminal });
export const releaseCode = (id: number, days: number) => post<GivenRelease>(`/devices/${id}/release-code`, { purpose: 'sign-in', days });

export const units = (signal?: AbortSignal) => get<{ units: UnitLine[] }>('/units', {}, signal);

export const findCustomers = (q: string, signal?: AbortSignal) => get<{ items: FoundLine[]; more: boolean }>('/customers', { q }, signal);
export const customer = (no: string, signal?: AbortSignal) => get<CustomerPage>(`/customers/${no}`, {}, signal);
export const account = (no: string, signal?: AbortSignal) => get<AccountPage>(`/accounts/${no}`, {}, signal);
export const readingsOf = (no: string, signal?: AbortSignal) => get<{ readings: ReadingOfCustomer[] }>(`/customers/${no}/readings`, {}, signal);

export const billRuns = (signal?: AbortSignal) => get<{ runs: RunView[] }>('/bill-runs', {}, signal);
export const unbilled = (run: number, reason: string, signal?: AbortSignal) =>
  get<{ unbilled: UnbilledLine[] }>(`/bill-runs/${run}/unbilled`, { reason }, signal);
export const startRun = (wish: RunRequest) => post<{ id: number }>('/bill-runs', wish);

export const tariffs = (signal?: AbortSignal) => get<Tariffs>('/tariffs', {}, signal);

export const operators = (signal?: AbortSignal) => get<{ operators: OperatorLine[]; roles: RoleLine[] }>('/operators', {}, signal);
export const drawPassword = () => post<{ password: string; verifier: string }>('/operators/password');
export const resetSecondFactor = (id: number) => remove<undefined>(`/operators/${id}/second-factor`);

export interface ActWish {
  q?: string | undefined;
  kind?: string | undefined;
  by?: number | undefined;
  from?: string | undefined;
  to?: string | undefined;
  before?: number | undefined;
}
export const acts = (wish: ActWish, signal?: AbortSignal) => get<ActList>('/acts', { ...wish }, signal);
/** The browser saves what stands there; a session may read it as it may read the page. */
export const ACTS_EXPORT = '/api/v1/acts/export';
