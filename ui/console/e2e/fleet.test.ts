import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDITOR, launch, openPage, picture, signIn, type Watched } from './browser';
import { askApi, startCenter, type Center } from './center';

let browser: Browser;
let center: Center;
let opened: Watched;

beforeAll(async () => {
  browser = await launch();
  center = await startCenter();
  opened = await openPage(browser, center);
  await signIn(opened.page, AUDITOR);
  await opened.page.goto('/fleet');
  await opened.page.locator('[data-test=list][data-state=filled]').waitFor();
});
afterAll(async () => {
  await browser.close();
  await center.stop();
});

describe('the fleet', () => {
  it('lists the terminals, is searched with / and walked with the keyboard', async () => {
    const { page } = opened;
    expect(await page.locator('tbody tr').count()).toBe(5);
    await page.keyboard.press('/');
    await page.keyboard.type('BYP-04');
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('[data-test=device-detail]').waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/fleet\/\d+$/);
    await picture(page, 'fleet-detail');
    await page.keyboard.press('Escape');
    await page.locator('[data-test=device-detail]').waitFor({ state: 'hidden' });
  });

  it('shows by itself what somebody else changed', async () => {
    const { page } = opened;
    const { devices } = await askApi<{ devices: { id: number }[] }>(center, 'GET', '/devices');
    await askApi(center, 'POST', `/devices/${devices[0]!.id}/suspend`, { suspended: true });
    await page.locator('tbody tr', { hasText: '已停用' }).waitFor();
    expect(opened.faults).toEqual([]);
  });
});
