import type { PreferencesView } from '@qingjiang/shared/generated/PreferencesView';
import { ask } from './invoke';

export const preferences = () => ask<PreferencesView>('preferences');

export const setPreferences = (preferences: PreferencesView) =>
  ask<PreferencesView>('set_preferences', { preferences });
