/** What is being entered for one metering point. It keeps its id through every question, refusal and retry. */
import { reactive } from 'vue';
import { parseReading } from '@qingjiang/shared/reading';
import { uuidV7 } from '@qingjiang/shared/uuid';
import type { ReadingCardView } from '@qingjiang/shared/generated/ReadingCardView';
import type { ReadingRequest } from '@qingjiang/shared/generated/ReadingRequest';
import type { RoundRef } from '@qingjiang/shared/generated/RoundRef';

export interface ReadingDraft {
  readingId: string;
  pointNo: string;
  /** What was typed, by register. */
  texts: Record<string, string>;
  /** The place of the register that the field shows. */
  at: number;
  estimated: boolean;
  anomaly: string;
  remark: string;
  photo: string | null;
  fromMeter: boolean;
}

export const NO_ANOMALY = 'none';
export const ESTIMATED = 'estimated';

/** 异常类型 in the order of their codes; 估抄 has a key of its own. */
export const ANOMALIES: { code: number; anomaly: string }[] = [
  { code: 0, anomaly: NO_ANOMALY },
  { code: 10, anomaly: 'registers-disagree' },
  { code: 11, anomaly: 'box-broken' },
  { code: 12, anomaly: 'breach-of-contract' },
  { code: 13, anomaly: 'no-meter' },
  { code: 14, anomaly: 'burnt' },
  { code: 15, anomaly: 'faulty' },
  { code: 16, anomaly: 'number-differs' },
  { code: 18, anomaly: 'multiplier-differs' },
  { code: 20, anomaly: 'missed' },
];

export function newDraft(pointNo: string): ReadingDraft {
  return reactive({
    readingId: uuidV7(), pointNo, texts: {}, at: 0, estimated: false, anomaly: NO_ANOMALY, remark: '', photo: null, fromMeter: false,
  });
}

export const isEmpty = (draft: ReadingDraft): boolean =>
  !draft.estimated && Object.values(draft.texts).every((text) => text.trim() === '');

/** The registers that are numbers, exactly as they will cross. */
export function registersOf(draft: ReadingDraft): Record<string, string> {
  if (draft.estimated) return {};
  const known = Object.entries(draft.texts).map(([register, text]) => [register, parseReading(text)] as const);
  return Object.fromEntries(known.filter((pair): pair is [string, string] => pair[1] !== null));
}

/** The first register that is missing or no number. */
export function firstOpen(draft: ReadingDraft, card: ReadingCardView): number {
  return draft.estimated ? -1 : card.registers.findIndex(({ register }) => parseReading(draft.texts[register] ?? '') === null);
}

export function estimate(draft: ReadingDraft): void {
  draft.estimated = !draft.estimated;
  draft.fromMeter = false;
  if (draft.estimated) draft.anomaly = ESTIMATED;
  else if (draft.anomaly === ESTIMATED) draft.anomaly = NO_ANOMALY;
}

/** Puts what stands there back into the field, to be corrected. */
export function refill(draft: ReadingDraft, current: NonNullable<ReadingCardView['current']>): void {
  draft.estimated = current.estimated;
  draft.texts = current.estimated ? {} : { ...current.registers };
  draft.anomaly = current.anomaly;
  draft.remark = current.remark;
  draft.photo = current.photo;
  draft.at = 0;
}

export function requestOf(draft: ReadingDraft, round: RoundRef, on: string, card: ReadingCardView, confirmed: boolean): ReadingRequest {
  return {
    readingId: draft.readingId,
    round,
    pointNo: draft.pointNo,
    on,
    registers: registersOf(draft),
    estimated: draft.estimated,
    anomaly: draft.anomaly,
    remark: draft.remark.trim(),
    photo: draft.photo,
    fromMeter: draft.fromMeter,
    // What another desk read is not ours to correct; both readings stand, and the center asks which one counts.
    replaces: card.current?.own ? card.current.readingId : null,
    confirmed,
  };
}
