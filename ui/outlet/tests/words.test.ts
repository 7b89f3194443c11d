import { describe, expect, it } from 'vitest';
import { ERRORS } from '@qingjiang/shared/errors';
import type { Code } from '@qingjiang/shared/generated/Code';
import { NOW, STATUS } from '../dev/answers';
import { newRound, statementOf } from '../dev/reading';
import { has, locale, LOCALES } from '../src/i18n';
import { billWords, fundWords, reasonWords } from '../src/parts/statement/words';
import { progressWords, statusWords } from '../src/parts/status-line/words';
import { sayError } from '../src/sentences';
import { ANOMALIES } from '../src/views/entry/draft';
import { SCOPES, SHORTCUTS, shortcutsOf, type ShortcutId } from '../src/shortcuts';
// @ts-expect-error a plain script, shared with `npm run check`
import { faults } from '../../locales/check.mjs';

describe('shortcuts', () => {
  it('mean one thing in each scope, and nothing hides a key of everywhere', () => {
    const keysOf = (scope: (typeof SCOPES)[number]) => shortcutsOf(scope).map((id) => SHORTCUTS[id].keys);
    for (const scope of SCOPES.filter((known) => known !== 'everywhere' && known !== 'places')) {
      // While readings are entered every key is needed, and the places are not heard.
      const beside = [...keysOf('everywhere'), ...(scope === 'entry' ? [] : keysOf('places'))];
      const keys = [...keysOf(scope), ...beside];
      expect(keys).toEqual([...new Set(keys)]);
    }
  });

  it('are all explained', () => {
    for (const id of Object.keys(SHORTCUTS) as ShortcutId[]) expect(has(SHORTCUTS[id].says)).toBe(true);
  });
});

describe('sentences', () => {
  it('are the same set with the same params in every language', () => {
    expect(faults()).toEqual([]);
  });

  it.each(LOCALES)('say every error and its next step in %s', (language) => {
    locale.value = language;
    for (const code of Object.keys(ERRORS) as Code[]) {
      const said = sayError({ code, params: {} });
      expect(said.sentence).not.toMatch(/[{}]|^errors\./);
      expect(said.next).not.toMatch(/^errors\./);
    }
  });

  it('say codes among the params as words', () => {
    const said = sayError({ code: 'tender-incomplete', params: { tender: 'bank-slip', field: 'slip-no' } });
    expect(said.sentence).toBe('进账单还缺进账单号。');
    expect(sayError({ code: 'drawer-too-low', params: { drawer: '80.00', needed: '1043.28' } }).sentence).toContain('1,043.28');
  });
});

describe('the codes of the trade', () => {
  it.each(LOCALES)('have a word for every anomaly in %s', (language) => {
    locale.value = language;
    for (const { anomaly } of ANOMALIES) expect(has(`words.anomaly.${anomaly}`)).toBe(true);
  });
});

describe('a statement', () => {
  it('is named by its month, and by its issue where it is a difference', () => {
    locale.value = 'zh-CN';
    const bill = statementOf(newRound(1), 'P1001', 92);
    expect(billWords(bill)).toBe('2026-11');
    const difference = { ...bill, bill: '2026-11#2', reason: 'late-tariff', of: '2026-11' };
    expect(billWords(difference)).toBe('2026-11 第2次（差额）');
    expect(reasonWords(difference)).toContain('针对 2026-11');
  });

  it('names its funds with nothing dangling', () => {
    locale.value = 'zh-CN';
    const bill = statementOf(newRound(1), 'P1001', 92);
    expect(fundWords({ ...bill, funds: [...bill.funds, ...bill.funds] })).toBe('可再生能源 0.001 → 0.09；可再生能源 0.001 → 0.09');
  });
});

describe('the status line', () => {
  it('says how much waits, since when, and when it last synced', () => {
    const words = statusWords(STATUS);
    expect(`${words.unsent} · ${words.sync}`).toBe('待上传 12 笔 · 最早 3 小时前 · 上次同步 09:41');
    expect(words.drawer).toBe('抽屉 1,682.44 元');
  });

  it('is calm about a link that is down', () => {
    const words = statusWords({ ...STATUS, link: 'down', lastSyncProblem: 'link-down' });
    expect(words.link).toBe('网络不通 · 照常工作');
    expect(words.problem).toBe('');
  });

  it('shows days for an old entry, a wrong clock, progress and cases', () => {
    const words = statusWords({
      ...STATUS, oldestUnsentMs: NOW - 75 * 3_600_000, clockOffByMs: -420_000, openCases: 2, syncing: { stage: 'sending', done: 7, total: 12 },
    });
    expect(words.unsent).toContain('最早 3 天前');
    expect(words.clock).toContain('7 分钟');
    expect(words.progress).toBe('正在上传 7/12');
    expect(progressWords({ stage: 'attaching', done: 1, total: 3 })).toBe('正在上传照片和文件 1/3');
    expect(words.cases).toContain('2 件');
  });

  it('chooses the plural in English', () => {
    locale.value = 'en';
    expect(statusWords({ ...STATUS, unsent: 1 }).unsent).toContain('1 entry to send');
    expect(statusWords(STATUS).unsent).toBe('12 entries to send · oldest 3 hours ago');
  });
});
