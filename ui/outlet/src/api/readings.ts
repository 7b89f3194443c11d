import type { ChangeRequest } from '@qingjiang/shared/generated/ChangeRequest';
import type { JudgementView } from '@qingjiang/shared/generated/JudgementView';
import type { MeterAnswerView } from '@qingjiang/shared/generated/MeterAnswerView';
import type { MeterPortView } from '@qingjiang/shared/generated/MeterPortView';
import type { ReadingEnteredView } from '@qingjiang/shared/generated/ReadingEnteredView';
import type { ReadingRequest } from '@qingjiang/shared/generated/ReadingRequest';
import type { ReadingWithdrawnView } from '@qingjiang/shared/generated/ReadingWithdrawnView';
import type { RoundRef } from '@qingjiang/shared/generated/RoundRef';
import { ask } from './invoke';

/** Writes nothing. */
export const judgeReading = (request: ReadingRequest) => ask<JudgementView>('judge_reading', { request });

export const enterReading = (request: ReadingRequest) => ask<ReadingEnteredView>('enter_reading', { request });

export const withdrawReading = (round: RoundRef, readingId: string, reason: string) =>
  ask<ReadingWithdrawnView>('withdraw_reading', { round, readingId, reason });

/** 示数更正申请: for a reading that was reviewed. */
export const requestReadingChange = (request: ChangeRequest) => ask<null>('request_reading_change', { request });

/** Answers with the photo's SHA-256. */
export const attachPhoto = (base64: string) => ask<string>('attach_photo', { base64 });

/** A photo as a data URL, or `null` where it is not on this laptop. */
export const photo = (hash: string) => ask<string | null>('photo', { hash });

export const meterPorts = () => ask<MeterPortView[]>('meter_ports');

/** Asks the meter in front of the reader; takes a few seconds. */
export const readMeterHead = (round: RoundRef, pointNo: string) => ask<MeterAnswerView>('read_meter_head', { round, pointNo });
