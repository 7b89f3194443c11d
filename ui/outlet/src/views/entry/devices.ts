/** The two devices beside the keyboard: the camera's picture and the meter head. Each answer goes into the draft in front. */
import { computed, ref } from 'vue';
import { errorOf } from '../../api/invoke';
import { attachPhoto, readMeterHead } from '../../api/readings';
import { t } from '../../i18n';
import type { RoundEntry } from './entry';
import { PhotoUnreadable, smallJpeg } from './photo';

export function useDevices(entry: RoundEntry) {
  const busy = ref<'' | 'photo' | 'meter'>('');
  /** What the meter said beside its registers. */
  const told = ref<{ pointNo: string; words: string } | null>(null);

  async function photo(file: File | undefined): Promise<void> {
    const draft = entry.draft;
    if (!file || !draft || busy.value) return;
    busy.value = 'photo';
    entry.error = null;
    try {
      draft.photo = await attachPhoto(await smallJpeg(file, entry.data?.photoBytesMax ?? 0));
    } catch (reason) {
      entry.error = reason instanceof PhotoUnreadable ? { code: 'photo-unreadable', params: {} } : errorOf(reason);
    } finally {
      busy.value = '';
    }
  }

  async function meter(): Promise<void> {
    const draft = entry.draft;
    const round = entry.data?.round.round;
    if (!draft || !round || busy.value) return;
    busy.value = 'meter';
    entry.error = null;
    told.value = null;
    try {
      const answer = await readMeterHead(round, draft.pointNo);
      draft.estimated = false;
      draft.texts = { ...answer.registers };
      draft.fromMeter = !answer.simulated;
      draft.at = Math.max((entry.card?.registers.length ?? 1) - 1, 0);
      told.value = { pointNo: draft.pointNo, words: answerWords(answer.address, answer.clockAheadS, answer.simulated) };
    } catch (reason) {
      entry.error = errorOf(reason);
    } finally {
      busy.value = '';
    }
  }

  const meterWords = computed(() => {
    if (busy.value === 'meter') return t('entry.meterReading');
    return told.value && told.value.pointNo === entry.chosenNo && entry.standing === 'typing' ? told.value.words : '';
  });

  return { busy, photo, meter, meterWords };
}

const MINUTE_S = 60;

function answerWords(address: string, clockAheadS: number | null, simulated: boolean): string {
  const said = t(simulated ? 'entry.meterSimulated' : 'entry.meterAnswered', { address });
  if (clockAheadS === null || Math.abs(clockAheadS) < 5 * MINUTE_S) return said;
  const minutes = Math.round(Math.abs(clockAheadS) / MINUTE_S);
  return `${said} ${t(clockAheadS > 0 ? 'entry.clockAhead' : 'entry.clockBehind', { minutes })}`;
}
