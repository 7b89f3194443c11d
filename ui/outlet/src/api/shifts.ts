import type { OpenShiftRequest } from '@qingjiang/shared/generated/OpenShiftRequest';
import type { ShiftClosedView } from '@qingjiang/shared/generated/ShiftClosedView';
import type { ShiftView } from '@qingjiang/shared/generated/ShiftView';
import { ask } from './invoke';

export const openShift = (request: OpenShiftRequest) => ask<ShiftView>('open_shift', { request });

export const closeShift = (countedCash: string) => ask<ShiftClosedView>('close_shift', { countedCash });

export const currentShift = () => ask<ShiftView | null>('current_shift');
