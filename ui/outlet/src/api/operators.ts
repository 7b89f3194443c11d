import type { OperatorView } from '@qingjiang/shared/generated/OperatorView';
import { ask } from './invoke';

export const signIn = (login: string, password: string) => ask<OperatorView>('sign_in', { login, password });

export const signOut = () => ask<null>('sign_out');

/** Twelve digits from the center end the wait after wrong passwords. */
export const releaseSignIn = (login: string, code: string) => ask<null>('release_sign_in', { login, code });
