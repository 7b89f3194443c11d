/** Sentences by key: zh-CN first, English complete, keys checked by type. A page's sentences are its own file. */
import { computed, type WritableComputedRef } from 'vue';
import { createI18n } from 'vue-i18n';
import zhApp from '@locales/zh-CN/console/app.json';
import zhSignIn from '@locales/zh-CN/console/sign-in.json';
import zhShortcuts from '@locales/zh-CN/console/shortcuts.json';
import zhErrors from '@locales/zh-CN/console/errors.json';
import zhTable from '@locales/zh-CN/console/table.json';
import zhWords from '@locales/zh-CN/console/words.json';
import zhCases from '@locales/zh-CN/console/cases.json';
import zhDecision from '@locales/zh-CN/console/decision.json';
import zhProposals from '@locales/zh-CN/console/proposals.json';
import zhTasks from '@locales/zh-CN/console/tasks.json';
import zhFleet from '@locales/zh-CN/console/fleet.json';
import zhUnits from '@locales/zh-CN/console/units.json';
import zhCustomers from '@locales/zh-CN/console/customers.json';
import zhBills from '@locales/zh-CN/console/bills.json';
import zhTariffs from '@locales/zh-CN/console/tariffs.json';
import zhOperators from '@locales/zh-CN/console/operators.json';
import zhAudit from '@locales/zh-CN/console/audit.json';
import zhDeskWords from '@locales/zh-CN/words.json';
import enApp from '@locales/en/console/app.json';
import enSignIn from '@locales/en/console/sign-in.json';
import enShortcuts from '@locales/en/console/shortcuts.json';
import enErrors from '@locales/en/console/errors.json';
import enTable from '@locales/en/console/table.json';
import enWords from '@locales/en/console/words.json';
import enCases from '@locales/en/console/cases.json';
import enDecision from '@locales/en/console/decision.json';
import enProposals from '@locales/en/console/proposals.json';
import enTasks from '@locales/en/console/tasks.json';
import enFleet from '@locales/en/console/fleet.json';
import enUnits from '@locales/en/console/units.json';
import enCustomers from '@locales/en/console/customers.json';
import enBills from '@locales/en/console/bills.json';
import enTariffs from '@locales/en/console/tariffs.json';
import enOperators from '@locales/en/console/operators.json';
import enAudit from '@locales/en/console/audit.json';
import enDeskWords from '@locales/en/words.json';

const zh = {
  console: {
    app: zhApp,
    'sign-in': zhSignIn,
    shortcuts: zhShortcuts,
    errors: zhErrors,
    table: zhTable,
    words: zhWords,
    cases: zhCases,
    decision: zhDecision,
    proposals: zhProposals,
    tasks: zhTasks,
    fleet: zhFleet,
    units: zhUnits,
    customers: zhCustomers,
    bills: zhBills,
    tariffs: zhTariffs,
    operators: zhOperators,
    audit: zhAudit,
  },
  // The trade's words are the same as at the desk.
  words: zhDeskWords,
};

export type Messages = typeof zh;

const en: Messages = {
  console: {
    app: enApp,
    'sign-in': enSignIn,
    shortcuts: enShortcuts,
    errors: enErrors,
    table: enTable,
    words: enWords,
    cases: enCases,
    decision: enDecision,
    proposals: enProposals,
    tasks: enTasks,
    fleet: enFleet,
    units: enUnits,
    customers: enCustomers,
    bills: enBills,
    tariffs: enTariffs,
    operators: enOperators,
    audit: enAudit,
  },
  // The trade's words are the same as at the desk.
  words: enDeskWords,
};

type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string];

/** Every sentence's key, such as `console.fleet.title`. */
export type MessageKey = Paths<Messages>;
export type Params = Record<string, string | number>;

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

const KEPT = 'qingjiang.console.locale';
export const isLocale = (text: unknown): text is Locale => (LOCALES as readonly unknown[]).includes(text);

function keptLocale(): Locale {
  const kept = globalThis.localStorage?.getItem(KEPT);
  return isLocale(kept) ? kept : 'zh-CN';
}

export const i18n = createI18n({
  legacy: false,
  locale: keptLocale(),
  fallbackLocale: false,
  messages: { 'zh-CN': zh, en },
});

/** Says a sentence; a whole number among the params (`count`) chooses the plural where a language has one. */
export function t(key: MessageKey, params: Params = {}): string {
  const plural = params['count'];
  return typeof plural === 'number' ? i18n.global.t(key, params, { plural }) : i18n.global.t(key, params);
}

export const has = (key: string): key is MessageKey => i18n.global.te(key);

export const locale: WritableComputedRef<Locale> = computed({
  get: () => i18n.global.locale.value as Locale,
  set: (chosen) => {
    i18n.global.locale.value = chosen;
    globalThis.localStorage?.setItem(KEPT, chosen);
    document.documentElement.lang = chosen;
  },
});
