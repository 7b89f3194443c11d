/** What every screen needs to know about this desk: who, which shift, how the link is. One object, given down by App. */
import { inject, reactive, type InjectionKey } from 'vue';
import type { DeskView } from '@qingjiang/shared/generated/DeskView';
import type { PreferencesView } from '@qingjiang/shared/generated/PreferencesView';
import type { StatusView } from '@qingjiang/shared/generated/StatusView';
import * as deskApi from './api/desk';
import * as preferencesApi from './api/preferences';
import * as shiftApi from './api/shifts';
import { isLocale, locale } from './i18n';

export interface Desk {
  view: DeskView | null;
  status: StatusView | null;
  preferences: PreferencesView;
  /** Wall clock of the last status, so that ages on the screen move together. */
  nowMs: number;
}

export const DEFAULT_PREFERENCES: PreferencesView = {
  locale: 'zh-CN',
  form: 'slip80',
  printer: null,
  printAtOnce: false,
  billForm: 'slip80',
  noticeForm: 'half241',
  meterHead: null,
};

export function createDesk() {
  const state = reactive<Desk>({
    view: null,
    status: null,
    preferences: { ...DEFAULT_PREFERENCES },
    nowMs: Date.now(),
  });

  const showStatus = (status: StatusView) => {
    state.status = status;
    state.nowMs = status.nowMs;
  };

  const usePreferences = (preferences: PreferencesView) => {
    state.preferences = preferences;
    if (isLocale(preferences.locale)) locale.value = preferences.locale;
  };

  return {
    state,
    showStatus,

    /** Listens before it asks, so that no change falls between. */
    async start() {
      await deskApi.onStatus(showStatus);
      const [view, status, preferences] = await Promise.all([
        deskApi.desk(),
        deskApi.status(),
        preferencesApi.preferences(),
      ]);
      usePreferences(preferences);
      showStatus(status);
      state.view = view;
    },

    async reload() {
      state.view = await deskApi.desk();
    },

    async reloadShift() {
      const shift = await shiftApi.currentShift();
      if (state.view) state.view.shift = shift;
    },

    async savePreferences(preferences: PreferencesView) {
      usePreferences(await preferencesApi.setPreferences(preferences));
    },

    /** Language can be changed before anybody signs in. */
    async speak(chosen: PreferencesView['locale']) {
      if (isLocale(chosen)) locale.value = chosen;
      usePreferences(await preferencesApi.setPreferences({ ...state.preferences, locale: chosen }));
    },
  };
}

export type DeskStore = ReturnType<typeof createDesk>;

export const DESK: InjectionKey<DeskStore> = Symbol('desk');

export function useDesk(): DeskStore {
  const desk = inject(DESK);
  if (!desk) throw new Error('the desk is given by App');
  return desk;
}
