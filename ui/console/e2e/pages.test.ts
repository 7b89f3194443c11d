import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMINISTRATOR, AUDITOR, BILLER, LARGE, expectAccessible, launch, openPage, picture, signIn, type Watched } from './browser';
import { startCenter, type Center } from './center';

let browser: Browser;
let center: Center;
/** Signed in once for all of them: a code of the authenticator works only once. */
let opened: Watched;

beforeAll(async () => {
  browser = await launch();
  center = await startCenter();
  opened = await openPage(browser, center);
  await signIn(opened.page, ADMINISTRATOR);
});
afterAll(async () => {
  await browser.close();
  await center.stop();
});

const KEYS = {
  cases: 'c',
  fleet: 'f',
  units: 'u',
  customers: 'k',
  bills: 'b',
  tariffs: 't',
  operators: 'o',
  audit: 'a',
} as const;

describe('every page', () => {
  it.each(Object.entries(KEYS))('%s opens by its keys, without a fault and for everybody', async (id, key) => {
    const { page, faults } = opened;
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await page.locator(`main[data-page=${id}] h1`).waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    expect(await page.locator(`[data-test=nav-${id}]`).getAttribute('aria-current')).toBe('page');
    await expectAccessible(page);
    await picture(page, `page-${id}-1366`);
    await page.setViewportSize(LARGE);
    await picture(page, `page-${id}-1920`);
    await page.setViewportSize({ width: 1366, height: 768 });
    expect(faults).toEqual([]);
  });

  it('is offered only to who may open it', async () => {
    for (const [login, hidden] of [
      [BILLER, 'fleet'],
      [AUDITOR, 'none'],
    ] as const) {
      const { page, context } = await openPage(browser, center);
      await signIn(page, login);
      expect(await page.locator(`[data-test=nav-${hidden}]`).count()).toBe(0);
      if (hidden !== 'none') {
        await page.goto(`/${hidden}`);
        await page.locator('[data-test=empty]').waitFor();
        expect(await page.locator('main').textContent()).toContain('没有查看“终端”的权限');
      }
      await context.close();
    }
  });

  it('speaks both languages', async () => {
    const { page } = opened;
    await page.locator('[data-test=language-en]').click();
    expect(await page.locator('[data-test=nav-fleet]').textContent()).toContain('Fleet');
    await picture(page, 'page-audit-en');
    await page.locator('[data-test=language-zh-CN]').click();
  });

  it('shows its shortcuts', async () => {
    const { page } = opened;
    await page.keyboard.press('?');
    await page.locator('[data-test=shortcut-sheet]').waitFor();
    await expectAccessible(page);
    await picture(page, 'shortcuts');
    await page.keyboard.press('Escape');
    await page.locator('[data-test=shortcut-sheet]').waitFor({ state: 'hidden' });
  });
});
