/** Sentences by key: zh-CN first, English complete, keys checked by type. */
import { computed, type WritableComputedRef } from 'vue';
import { createI18n } from 'vue-i18n';
import zhApp from '@locales/zh-CN/app.json';
import zhArchiveChange from '@locales/zh-CN/archive-change.json';
import zhCounter from '@locales/zh-CN/counter.json';
import zhEnrol from '@locales/zh-CN/enrol.json';
import zhEntry from '@locales/zh-CN/entry.json';
import zhErrors from '@locales/zh-CN/errors.json';
import zhFindings from '@locales/zh-CN/findings.json';
import zhImports from '@locales/zh-CN/imports.json';
import zhInterrupted from '@locales/zh-CN/interrupted.json';
import zhNotices from '@locales/zh-CN/notices.json';
import zhPayment from '@locales/zh-CN/payment.json';
import zhPaper from '@locales/zh-CN/paper.json';
import zhReceipt from '@locales/zh-CN/receipt.json';
import zhReview from '@locales/zh-CN/review.json';
import zhRounds from '@locales/zh-CN/rounds.json';
import zhSettings from '@locales/zh-CN/settings.json';
import zhShift from '@locales/zh-CN/shift.json';
import zhShortcuts from '@locales/zh-CN/shortcuts.json';
import zhSignIn from '@locales/zh-CN/sign-in.json';
import zhStatement from '@locales/zh-CN/statement.json';
import zhStatus from '@locales/zh-CN/status.json';
import zhTasks from '@locales/zh-CN/tasks.json';
import zhToday from '@locales/zh-CN/today.json';
import zhWords from '@locales/zh-CN/words.json';
import enApp from '@locales/en/app.json';
import enArchiveChange from '@locales/en/archive-change.json';
import enCounter from '@locales/en/counter.json';
import enEnrol from '@locales/en/enrol.json';
import enEntry from '@locales/en/entry.json';
import enErrors from '@locales/en/errors.json';
import enFindings from '@locales/en/findings.json';
import enImports from '@locales/en/imports.json';
import enInterrupted from '@locales/en/interrupted.json';
import enNotices from '@locales/en/notices.json';
import enPayment from '@locales/en/payment.json';
import enPaper from '@locales/en/paper.json';
import enReceipt from '@locales/en/receipt.json';
import enReview from '@locales/en/review.json';
import enRounds from '@locales/en/rounds.json';
import enSettings from '@locales/en/settings.json';
import enShift from '@locales/en/shift.json';
import enShortcuts from '@locales/en/shortcuts.json';
import enSignIn from '@locales/en/sign-in.json';
import enStatement from '@locales/en/statement.json';
import enStatus from '@locales/en/status.json';
import enTasks from '@locales/en/tasks.json';
import enToday from '@locales/en/today.json';
import enWords from '@locales/en/words.json';

const zh = {
  app: zhApp,
  'archive-change': zhArchiveChange,
  counter: zhCounter,
  enrol: zhEnrol,
  entry: zhEntry,
  errors: zhErrors,
  findings: zhFindings,
  imports: zhImports,
  interrupted: zhInterrupted,
  notices: zhNotices,
  payment: zhPayment,
  paper: zhPaper,
  receipt: zhReceipt,
  review: zhReview,
  rounds: zhRounds,
  settings: zhSettings,
  shift: zhShift,
  shortcuts: zhShortcuts,
  'sign-in': zhSignIn,
  statement: zhStatement,
  status: zhStatus,
  tasks: zhTasks,
  today: zhToday,
  words: zhWords,
};

export type Messages = typeof zh;

const en: Messages = {
  app: enApp,
  'archive-change': enArchiveChange,
  counter: enCounter,
  enrol: enEnrol,
  entry: enEntry,
  errors: enErrors,
  findings: enFindings,
  imports: enImports,
  interrupted: enInterrupted,
  notices: enNotices,
  payment: enPayment,
  paper: enPaper,
  receipt: enReceipt,
  review: enReview,
  rounds: enRounds,
  settings: enSettings,
  shift: enShift,
  shortcuts: enShortcuts,
  'sign-in': enSignIn,
  statement: enStatement,
  status: enStatus,
  tasks: enTasks,
  today: enToday,
  words: enWords,
};

type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string];

/** Every sentence's key, such as `counter.noArrears`. */
export type MessageKey = Paths<Messages>;
export type Params = Record<string, string | number>;
export type Translate = (key: MessageKey, params?: Params) => string;

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as Locale,
  fallbackLocale: false,
  messages: { 'zh-CN': zh, en },
});

/** Says a sentence; a whole number among the params (`count`, `days`) chooses the plural where a language has one. */
export const t: Translate = (key, params = {}) => {
  const plural = params['count'] ?? params['days'] ?? params['total'];
  return typeof plural === 'number'
    ? i18n.global.t(key, params, { plural })
    : i18n.global.t(key, params);
};

export const has = (key: string): key is MessageKey => i18n.global.te(key);

export const locale: WritableComputedRef<Locale> = computed({
  get: () => i18n.global.locale.value as Locale,
  set: (chosen) => {
    i18n.global.locale.value = chosen;
    document.documentElement.lang = chosen;
    document.title = t('app.title');
  },
});

export const isLocale = (text: string): text is Locale => (LOCALES as readonly string[]).includes(text);
