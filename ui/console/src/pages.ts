/** Every page of the console in one table: its address, who may open it, its key, its screen. Navigation and router read it. */
import type { Component } from 'vue';
import type { IconName } from '@qingjiang/shared/parts/LineIcon.vue';
import type { Permission } from './api/types';
import type { MessageKey } from './i18n';
import type { ShortcutId } from './shortcuts';

export interface Page {
  id: string;
  path: string;
  /** Below the page's own address: `:id` for the page of one thing. Whatever the path says arrives as props. */
  below?: string[];
  title: MessageKey;
  icon: IconName;
  /** Any of these opens it. */
  needs: Permission[];
  key: ShortcutId;
  screen: () => Promise<{ default: Component }>;
}

export const PAGES = [
  {
    id: 'cases',
    path: '/cases',
    below: [':id'],
    title: 'console.app.pages.cases',
    icon: 'case',
    needs: ['view-cases'],
    key: 'go-cases',
    screen: () => import('./views/cases/index.vue'),
  },
  {
    id: 'proposals',
    path: '/proposals',
    below: [':id'],
    title: 'console.app.pages.proposals',
    icon: 'stamp',
    needs: ['view-cases'],
    key: 'go-proposals',
    screen: () => import('./views/proposals/index.vue'),
  },
  {
    id: 'tasks',
    path: '/tasks',
    title: 'console.app.pages.tasks',
    icon: 'todo',
    needs: ['view-cases'],
    key: 'go-tasks',
    screen: () => import('./views/tasks/index.vue'),
  },
  {
    id: 'fleet',
    path: '/fleet',
    below: [':id'],
    title: 'console.app.pages.fleet',
    icon: 'terminal',
    needs: ['view-fleet'],
    key: 'go-fleet',
    screen: () => import('./views/fleet/index.vue'),
  },
  {
    id: 'units',
    path: '/units',
    below: [':code'],
    title: 'console.app.pages.units',
    icon: 'tree',
    needs: ['use-console'],
    key: 'go-units',
    screen: () => import('./views/units/index.vue'),
  },
  {
    id: 'customers',
    path: '/customers',
    below: [':no'],
    title: 'console.app.pages.customers',
    icon: 'person',
    needs: ['view-customers'],
    key: 'go-customers',
    screen: () => import('./views/customers/index.vue'),
  },
  {
    id: 'bills',
    path: '/bills',
    below: [':id'],
    title: 'console.app.pages.bills',
    icon: 'bill',
    needs: ['run-bills', 'view-day-of-others', 'view-audit'],
    key: 'go-bills',
    screen: () => import('./views/bills/index.vue'),
  },
  {
    id: 'tariffs',
    path: '/tariffs',
    below: [':id'],
    title: 'console.app.pages.tariffs',
    icon: 'bolt',
    needs: ['release-tariffs', 'view-audit'],
    key: 'go-tariffs',
    screen: () => import('./views/tariffs/index.vue'),
  },
  {
    id: 'operators',
    path: '/operators',
    below: [':id'],
    title: 'console.app.pages.operators',
    icon: 'people',
    needs: ['manage-operators', 'view-audit'],
    key: 'go-operators',
    screen: () => import('./views/operators/index.vue'),
  },
  {
    id: 'audit',
    path: '/audit',
    title: 'console.app.pages.audit',
    icon: 'seal',
    needs: ['view-audit'],
    key: 'go-audit',
    screen: () => import('./views/audit/index.vue'),
  },
] as const satisfies readonly Page[];

export const allPages: readonly Page[] = PAGES;
