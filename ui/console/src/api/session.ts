import { get, post, remove } from './http';
import type { SignInView, WhoView } from './types';

export const whoAmI = () => get<WhoView>('/session');
export const signIn = (login: string, password: string, code?: string) =>
  post<SignInView>('/session', code ? { login, password, code } : { login, password });
export const signOut = () => remove<undefined>('/session');
