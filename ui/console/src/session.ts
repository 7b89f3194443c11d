/** Who is signed in. One object for the whole window. */
import { computed, ref } from 'vue';
import * as api from './api/session';
import { reasonOf } from './api/failures';
import type { Permission, WhoView } from './api/types';

/** `undefined` until the center was asked, `null` when nobody is signed in. */
export const who = ref<WhoView | null | undefined>(undefined);
/** The session ended by itself; the sign-in screen says so. */
export const ended = ref(false);

export const isSignedIn = computed(() => Boolean(who.value));
export const may = (...permissions: Permission[]): boolean =>
  permissions.some((permission) => who.value?.permissions.includes(permission));

/** Asks the center who this browser is. */
export async function findSession(): Promise<void> {
  try {
    who.value = await api.whoAmI();
  } catch (thrown) {
    if (reasonOf(thrown).code !== 'not-signed-in') throw thrown;
    who.value = null;
  }
}

export function beginSession(signedIn: WhoView): void {
  ended.value = false;
  who.value = signedIn;
}

export function forgetSession(): void {
  ended.value = who.value !== null && who.value !== undefined;
  who.value = null;
}

export async function endSession(): Promise<void> {
  await api.signOut();
  who.value = null;
  ended.value = false;
}
