import type { OperatorView } from '@qingjiang/shared/generated/OperatorView';
import { ask } from './invoke';

export const signIn = (login: string, password: string) => ask<OperatorView>('sign_in', { login, password });

export const signOut = () => ask<null>('sign_out');
