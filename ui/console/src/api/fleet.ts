import { get } from './http';
import type { DeviceLine } from './types';

export const devices = (signal?: AbortSignal) => get<{ devices: DeviceLine[] }>('/devices', {}, signal);
