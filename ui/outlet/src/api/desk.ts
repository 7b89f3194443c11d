import { listen, type UnlistenFn } from '@tauri-apps/api/event';
import type { DeskView } from '@qingjiang/shared/generated/DeskView';
import type { EnrolRequest } from '@qingjiang/shared/generated/EnrolRequest';
import type { StatusView } from '@qingjiang/shared/generated/StatusView';
import { ask } from './invoke';

export const desk = () => ask<DeskView>('desk');

export const status = () => ask<StatusView>('status');

export const onStatus = (show: (status: StatusView) => void): Promise<UnlistenFn> =>
  listen<StatusView>('status', (event) => show(event.payload));

export const enrol = (request: EnrolRequest) => ask<DeskView>('enrol', { request });

export const syncNow = () => ask<null>('sync_now');

export const setLink = (up: boolean) => ask<StatusView>('set_link', { up });
