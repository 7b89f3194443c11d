/** One Chromium for a file of tests; each test gets a window of its own. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { codeOf, demoSecret, type Center } from './center';
import { PICTURES } from './places';

const CHROMIUM = process.env['QINGJIANG_CHROMIUM'] ?? '/usr/bin/chromium';
export const SMALL = { width: 1366, height: 768 };
export const LARGE = { width: 1920, height: 1080 };

/** The demo's people who may use the console: `demo` and their login is the password. */
export const ADMINISTRATOR = '9001';
/** Has no authenticator yet. */
export const SECOND_ADMINISTRATOR = '9002';
export const FINANCE = '9101';
export const AUDITOR = '9201';
export const BILLER = '4001';
export const CASHIER = '1001';
export const passwordOf = (login: string): string => `demo${login}`;

/** A page answers in a moment; longer than this, it is broken. */
export const PATIENCE_MS = 8_000;

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--font-render-hinting=none'] });

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A page that remembers whatever went wrong in it. */
export interface Watched {
  page: Page;
  context: BrowserContext;
  faults: string[];
}

/** An answer that refuses is part of some tests; the browser logs it all the same. */
const EXPECTED = /the server responded with a status of (401|403|409|429)/;

export async function openPage(browser: Browser, center: Center, viewport = SMALL, context?: BrowserContext): Promise<Watched> {
  const inside = context ?? (await browser.newContext({ viewport, baseURL: center.url, locale: 'zh-CN' }));
  const page = await inside.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  page.on('console', (line) => {
    if (['error', 'warning'].includes(line.type()) && !EXPECTED.test(line.text())) faults.push(line.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  return { page, context: inside, faults };
}

/** Nobody who works with a screen reader or a keyboard is shut out of what is on the page, once it stands still. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(() => {
    const endless = (animation: Animation): boolean => animation.effect?.getTiming().iterations === Infinity;
    const ending = document.getAnimations().filter((animation) => !endless(animation));
    return Promise.allSettled(ending.map((animation) => animation.finished));
  });
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run: (what: Document) => Promise<{ violations: Violation[] }> } }).axe.run;
    return (await run(document)).violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map((node) => node.html) }));
  });
  expect(found.filter((violation) => ['serious', 'critical'].includes(violation.impact ?? ''))).toEqual([]);
}

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

export const picture = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: join(PICTURES, `${name}.png`) });

/** Signs in as one of the demo's people and waits for the console. The first administrator shows the authenticator's code. */
export async function signIn(page: Page, login: string): Promise<void> {
  await page.goto('/');
  await page.locator('[data-test=login]').fill(login);
  await page.locator('[data-test=password]').fill(passwordOf(login));
  await page.locator('[data-test=sign-in]').click();
  if (login === ADMINISTRATOR) {
    await page.locator('[data-step=code]').waitFor();
    await page.locator('[data-test=code]').fill(await freshCode());
  }
  await page.locator('[data-screen=console] [data-page]').waitFor();
  await page.locator('[data-test=link][data-link=live]').waitFor();
}

/** Signs in somebody who has no authenticator yet, and sets one up on the way. */
export async function signInFirstTime(page: Page, login: string): Promise<void> {
  await page.goto('/');
  await page.locator('[data-test=login]').fill(login);
  await page.locator('[data-test=password]').fill(passwordOf(login));
  await page.locator('[data-test=sign-in]').click();
  const secret = await page.locator('[data-test=secret]').getAttribute('data-secret');
  await page.locator('[data-test=code]').fill(codeOf(secret!));
  await page.locator('[data-screen=console] [data-page]').waitFor();
}

let lastStep = 0;

/** A code works once, so the next one is of a later step; the center takes one that is a step early. */
async function freshCode(): Promise<string> {
  const step = Math.max(Math.floor(Date.now() / 30_000), lastStep + 1);
  lastStep = step;
  return codeOf(demoSecret(), step * 30_000);
}
