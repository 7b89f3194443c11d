import type { ArrearsFilter } from '@qingjiang/shared/generated/ArrearsFilter';
import type { ArrearsView } from '@qingjiang/shared/generated/ArrearsView';
import type { RestoreView } from '@qingjiang/shared/generated/RestoreView';
import { ask } from './invoke';

export const arrears = (filter: ArrearsFilter) => ask<ArrearsView>('arrears', { filter });

export const restoreRequests = () => ask<RestoreView[]>('restore_requests');
