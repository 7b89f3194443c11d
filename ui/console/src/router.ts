/** Addresses to screens, from the table of pages. Who may not open a page is told so where it would stand. */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { allPages, type Page } from './pages';
import { may } from './session';

declare module 'vue-router' {
  interface RouteMeta {
    page?: Page;
  }
}

/** One screen for a page and for what is below it, so that a list keeps its place while one of its things is open. */
const route = (page: Page): RouteRecordRaw => ({
  name: page.id,
  path: page.below ? `${page.path}/${page.below[0]}?` : page.path,
  component: page.screen,
  props: true,
  meta: { page },
});

/** The first page that whoever is signed in may open. */
export const startPath = (): string => allPages.find((page) => may(...page.needs))?.path ?? '/welcome';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    ...allPages.map(route),
    { name: 'welcome', path: '/welcome', component: () => import('./views/welcome/index.vue') },
    { path: '/:anything(.*)*', redirect: () => startPath() },
  ],
});
