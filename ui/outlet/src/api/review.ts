import type { ReviewedView } from '@qingjiang/shared/generated/ReviewedView';
import type { ReviewFilter } from '@qingjiang/shared/generated/ReviewFilter';
import type { ReviewRequest } from '@qingjiang/shared/generated/ReviewRequest';
import type { ReviewView } from '@qingjiang/shared/generated/ReviewView';
import { ask } from './invoke';

export const reviewList = (filter: ReviewFilter) => ask<ReviewView>('review_list', { filter });

export const reviewReadings = (request: ReviewRequest) => ask<ReviewedView>('review_readings', { request });
