import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ADMINISTRATOR,
  AUDITOR,
  CASHIER,
  FINANCE,
  SECOND_ADMINISTRATOR,
  expectAccessible,
  launch,
  openPage,
  passwordOf,
  picture,
  signIn,
  type Watched,
} from './browser';
import { codeOf, demoSecret, startCenter, type Center } from './center';

let browser: Browser;
let center: Center;
let opened: Watched;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

beforeEach(async () => {
  center = await startCenter();
  opened = await openPage(browser, center);
});
afterEach(async () => {
  expect(opened.faults).toEqual([]);
  await opened.context.close();
  await center.stop();
});

async function hand(login: string, password: string) {
  await opened.page.locator('[data-test=login]').fill(login);
  await opened.page.locator('[data-test=password]').fill(password);
  await opened.page.locator('[data-test=sign-in]').click();
}

describe('signing in', () => {
  it('opens the console for whoever knows their password', async () => {
    const { page } = opened;
    await page.goto('/');
    await page.locator('[data-test=login]').waitFor();
    await expectAccessible(page);
    await picture(page, 'sign-in');
    await signIn(page, FINANCE);
    expect(await page.locator('[data-test=who]').textContent()).toContain('牟秀兰');
    expect(await page.locator('main').getAttribute('data-page')).toBe('cases');
  });

  it('tells a wrong password and an unknown login apart from nothing', async () => {
    const { page } = opened;
    await page.goto('/');
    await hand(FINANCE, 'wrong');
    await page.locator('[data-code=sign-in-refused]').waitFor();
    await hand('7777', 'wrong');
    await page.locator('[data-code=sign-in-refused]').waitFor();
    expect(await page.locator('[data-test=notice]').textContent()).toContain('工号或密码不对');
    await picture(page, 'sign-in-refused');
  });

  it('locks a login after five failures and says until when', async () => {
    const { page } = opened;
    await page.goto('/');
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const answer = page.waitForResponse((response) => response.url().endsWith('/api/v1/session') && response.request().method() === 'POST');
      await hand(FINANCE, 'wrong');
      await answer;
    }
    await hand(FINANCE, passwordOf(FINANCE));
    await page.locator('[data-code=locked-out]').waitFor();
    expect(await page.locator('[data-test=notice]').textContent()).toMatch(/\d\d:\d\d 之前不能登录/);
    await picture(page, 'sign-in-locked');
    await hand(AUDITOR, passwordOf(AUDITOR));
    await page.locator('[data-screen=console]').waitFor();
  });

  it('keeps a cashier out with a sentence', async () => {
    await opened.page.goto('/');
    await hand(CASHIER, passwordOf(CASHIER));
    await opened.page.locator('[data-code=not-permitted]').waitFor();
  });

  it('works without a mouse', async () => {
    const { page } = opened;
    await page.goto('/');
    await page.locator('[data-test=login]').waitFor();
    await page.keyboard.type(FINANCE);
    await page.keyboard.press('Tab');
    await page.keyboard.type(passwordOf(FINANCE));
    await page.keyboard.press('Enter');
    await page.locator('[data-screen=console] [data-page=cases]').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
  });
});

describe('the second factor', () => {
  it('is set up at the first sign-in of an administrator and asked for from then on', async () => {
    const { page } = opened;
    await page.goto('/');
    await hand(SECOND_ADMINISTRATOR, passwordOf(SECOND_ADMINISTRATOR));
    const secret = await page.locator('[data-test=secret]').getAttribute('data-secret');
    await expectAccessible(page);
    await picture(page, 'sign-in-enrol');
    await page.locator('[data-test=code]').fill('000000');
    await page.locator('[data-code=code-refused]').waitFor();
    await page.locator('[data-test=code]').fill(codeOf(secret!));
    await page.locator('[data-screen=console] [data-page]').waitFor();
    await page.locator('[data-test=sign-out]').click();
    await hand(SECOND_ADMINISTRATOR, passwordOf(SECOND_ADMINISTRATOR));
    await page.locator('[data-step=code]').waitFor();
    await picture(page, 'sign-in-code');
    await page.locator('[data-test=code]').fill(codeOf(secret!, Date.now() + 30_000));
    await page.locator('[data-screen=console] [data-page]').waitFor();
  });

  it('takes no code twice', async () => {
    const { page } = opened;
    const code = codeOf(demoSecret());
    for (const accepted of [true, false]) {
      await page.goto('/');
      await hand(ADMINISTRATOR, passwordOf(ADMINISTRATOR));
      await page.locator('[data-step=code]').waitFor();
      await page.locator('[data-test=code]').fill(code);
      await page.locator(accepted ? '[data-screen=console] [data-page]' : '[data-code=code-refused]').waitFor();
      if (accepted) await page.locator('[data-test=sign-out]').click();
    }
  });
});

describe('a session', () => {
  it('is kept by a reload, ends with signing out, and no request outlives it', async () => {
    const { page, context } = opened;
    await signIn(page, FINANCE);
    await page.reload();
    await page.locator('[data-screen=console]').waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: 'qingjiang_session', httpOnly: true, sameSite: 'Strict' });
    await page.locator('[data-test=sign-out]').click();
    await page.locator('[data-test=sign-in-screen]').waitFor();
    const again = await fetch(`${center.url}/api/v1/cases`, { headers: { Cookie: `qingjiang_session=${cookie!.value}` } });
    expect(again.status).toBe(401);
  });

  it('that ended elsewhere brings the page back to the sign-in, with a word', async () => {
    const { page, context } = opened;
    await signIn(page, FINANCE);
    await context.clearCookies();
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.locator('[data-test=sign-in-screen]').waitFor();
    expect(await page.locator('[data-test=notice]').textContent()).toContain('登录已到期');
  });
});
