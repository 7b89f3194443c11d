import type { PreparedRoundView } from '@qingjiang/shared/generated/PreparedRoundView';
import type { ReadingCardView } from '@qingjiang/shared/generated/ReadingCardView';
import type { RoundPointsView } from '@qingjiang/shared/generated/RoundPointsView';
import type { RoundRef } from '@qingjiang/shared/generated/RoundRef';
import type { RoundsView } from '@qingjiang/shared/generated/RoundsView';
import { ask } from './invoke';

/** `null` is the month of today. */
export const rounds = (period: string | null) => ask<RoundsView>('rounds', { period });

/** Copies the archive as it stands; later changes do not reach this round. */
export const prepareRound = (round: RoundRef) => ask<PreparedRoundView>('prepare_round', { round });

export const roundPoints = (round: RoundRef) => ask<RoundPointsView>('round_points', { round });

export const readingCard = (round: RoundRef, pointNo: string) => ask<ReadingCardView>('reading_card', { round, pointNo });
