/** The words of the status line, apart from their looks so that they can be tested. */
import { showYuan } from '@qingjiang/shared/money';
import type { StatusView } from '@qingjiang/shared/generated/StatusView';
import type { SyncProgressView } from '@qingjiang/shared/generated/SyncProgressView';
import { ERRORS } from '@qingjiang/shared/errors';
import type { Code } from '@qingjiang/shared/generated/Code';
import { has, t } from '../../i18n';
import { age, bytes, moment, sayError } from '../../sentences';

export interface StatusWords {
  link: string;
  unsent: string;
  sync: string;
  drawer: string;
  bytes: string;
  progress: string;
  clock: string;
  cases: string;
  problem: string;
}

function unsentWords(status: StatusView): string {
  if (status.unsent === 0) return t('status.allSent');
  const count = t('status.unsent', { count: status.unsent });
  if (status.oldestUnsentMs === null) return count;
  return `${count} · ${t('status.oldest', { age: age(status.nowMs - status.oldestUnsentMs) })}`;
}

export function progressWords(progress: SyncProgressView): string {
  const key = `status.${progress.stage}`;
  const stage = has(key) ? t(key) : progress.stage;
  return progress.total > 0
    ? t('status.progress', { stage, done: progress.done, total: progress.total })
    : t('status.progressOpen', { stage, done: progress.done });
}

function problemWords(code: string | null): string {
  if (!code || !Object.hasOwn(ERRORS, code)) return '';
  return t('status.problem', { sentence: sayError({ code: code as Code, params: {} }).sentence });
}

export function statusWords(status: StatusView): StatusWords {
  const off = status.link === 'down' || status.link === 'switched-off';
  const link = t(`status.${status.link}`);
  return {
    link: off ? `${link} · ${t('status.worksOffline')}` : link,
    unsent: unsentWords(status),
    sync:
      status.lastSyncAtMs === null
        ? t('status.neverSynced')
        : t('status.lastSync', { time: moment(status.lastSyncAtMs, status.nowMs) }),
    drawer: status.drawer === null ? '' : t('status.drawer', { amount: showYuan(status.drawer) }),
    bytes: status.lastSyncBytes > 0 ? t('status.bytes', { size: bytes(status.lastSyncBytes) }) : '',
    progress: status.syncing ? progressWords(status.syncing) : '',
    clock: status.clockOffByMs === null ? '' : t('status.clock', { age: age(Math.abs(status.clockOffByMs)) }),
    cases: status.openCases > 0 ? t('status.cases', { count: status.openCases }) : '',
    // A link that is simply down says so already.
    problem: off ? '' : problemWords(status.lastSyncProblem),
  };
}
