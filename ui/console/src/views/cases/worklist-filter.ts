/** What the worklist shows, kept in the address so that a link, a reload and the way back all show the same. */
import { computed } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';
import type { CaseWish } from '../../api/cases';
import { who } from '../../session';

export const STATUSES = ['waiting', 'open', 'proposed', 'returned', 'decided', 'all'] as const;
export type StatusChoice = (typeof STATUSES)[number];
export const OWNERS = ['all', 'mine', 'nobody'] as const;
export type OwnerChoice = (typeof OWNERS)[number];
export const SORTS = ['severity', 'amount', 'oldest', 'newest'] as const;
export type SortChoice = (typeof SORTS)[number];

export interface WorklistFilter {
  status: StatusChoice;
  owner: OwnerChoice;
  sort: SortChoice;
  severity: string;
  kind: string;
  unit: string;
  customer: string;
  minAmount: string;
  q: string;
}

export const START: WorklistFilter = {
  status: 'waiting',
  owner: 'all',
  sort: 'severity',
  severity: '',
  kind: '',
  unit: '',
  customer: '',
  minAmount: '',
  q: '',
};

const WAITING = 'open,proposed,returned';
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const oneOf = <T extends string>(all: readonly T[], value: unknown, otherwise: T): T =>
  all.find((known) => known === value) ?? otherwise;

export function readFilter(query: LocationQuery): WorklistFilter {
  return {
    status: oneOf(STATUSES, query['status'], START.status),
    owner: oneOf(OWNERS, query['owner'], START.owner),
    sort: oneOf(SORTS, query['sort'], START.sort),
    severity: text(query['severity']),
    kind: text(query['kind']),
    unit: text(query['unit']),
    customer: text(query['customer']),
    minAmount: text(query['minAmount']),
    q: text(query['q']),
  };
}

/** Only what is not as at the start stands in the address. */
export function writeFilter(filter: WorklistFilter): Record<string, string> {
  const names = Object.keys(START) as (keyof WorklistFilter)[];
  return Object.fromEntries(names.filter((name) => filter[name] !== START[name]).map((name) => [name, filter[name]]));
}

export function wishOf(filter: WorklistFilter, me: number | undefined): CaseWish {
  const status = { waiting: WAITING, all: '' }[filter.status as string] ?? filter.status;
  const owner = { mine: me === undefined ? '' : String(me), nobody: 'nobody', all: '' }[filter.owner];
  const { sort, severity, kind, unit, customer, minAmount, q } = filter;
  return { status, owner, sort, severity, kind, unit: unit.trim(), customer: customer.trim(), minAmount: minAmount.trim(), q: q.trim() };
}

export function useWorklistFilter() {
  const route = useRoute();
  const router = useRouter();
  const filter = computed(() => readFilter(route.query));
  const set = (part: Partial<WorklistFilter>) =>
    void router.replace({ path: route.path, query: writeFilter({ ...filter.value, ...part }) });
  const field = <K extends keyof WorklistFilter>(name: K) =>
    computed<WorklistFilter[K]>({
      get: () => filter.value[name],
      set: (value) => set({ [name]: value } as Partial<WorklistFilter>),
    });
  const wish = computed(() => wishOf(filter.value, who.value?.id));
  const isNarrowed = computed(() => Object.keys(writeFilter({ ...filter.value, sort: START.sort })).length > 0);
  return { filter, set, field, wish, isNarrowed, clear: () => set(START) };
}
