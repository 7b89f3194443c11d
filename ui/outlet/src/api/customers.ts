import type { CustomerView } from '@qingjiang/shared/generated/CustomerView';
import type { SearchView } from '@qingjiang/shared/generated/SearchView';
import { ask } from './invoke';

/** An empty query answers with the customers opened last. */
export const searchCustomers = (query: string, limit: number) =>
  ask<SearchView>('search_customers', { query, limit });

export const openCustomer = (customerNo: string) => ask<CustomerView>('open_customer', { customerNo });

/** Asks the center, so it needs the link. */
export const lookUpElsewhere = (customerNo: string) => ask<CustomerView>('look_up_elsewhere', { customerNo });
