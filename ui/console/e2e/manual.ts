/** The pictures of the administrator's manual (docs/manual), of a real console on the books of a busy day, in both languages. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { ADMINISTRATOR, FINANCE, SECOND_ADMINISTRATOR, launch, openPage, passwordOf, signIn } from './browser';
import { askApi, startCenter, type Center } from './center';
import { PICTURES } from './places';

type Language = 'zh-CN' | 'en';
interface Line {
  id: number;
  kind: string;
}
interface Device {
  id: number;
  terminal: string;
}

/** What the two people write, as they would in their language. */
const WORDS = {
  'zh-CN': {
    refund: '客户两处都交了，电话里说要退现金。',
    message: '请再看一次这只表，数字写在这里。',
    undo: '客户改了主意，留着抵下月电费。',
  },
  en: {
    refund: 'Paid at two counters; on the phone the customer asked for cash.',
    message: 'Please look at this meter once more and write what it shows.',
    undo: 'The customer changed their mind and keeps it for the next bill.',
  },
} as const;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe.each(['zh-CN', 'en'] as const)('the manual in %s', (language) => {
  let center: Center;
  let open: Line[];
  beforeAll(async () => {
    mkdirSync(join(PICTURES, language), { recursive: true });
    center = await startCenter();
    open = (await askApi<{ items: Line[] }>(center, 'GET', '/cases?status=open&limit=100')).items;
  });
  afterAll(() => center.stop());

  it('shows the console', async () => {
    const { page } = await openPage(browser, center);
    const shot = shotsOf(page, language);
    const idOf = (kind: string, at = 0) => open.filter((line) => line.kind === kind)[at]!.id;
    await showAuthenticator(page, language, shot);
    await signIn(page, ADMINISTRATOR);
    await shot('c03-worklist');
    await bulk(page, shot);
    const twice = idOf('double-payment');
    await propose(page, center, twice, WORDS[language].refund, shot);
    await returnToOutlet(page, center, idOf('readings-disagree'), WORDS[language].message, shot);
    for (const [kind, name] of OTHER_CASES) await lookAt(page, center, `/cases/${idOf(kind)}`, '[data-test=decide]', name, shot);
    await fleet(page, center, shot);
    await records(page, center, shot);
    await approve(center, language);
    await undo(page, center, twice, WORDS[language].undo, shot);
    await lookAt(page, center, '/audit', 'tbody tr', 'c21-audit', shot);
  });
});

const OTHER_CASES = [
  ['unknown-customer', 'c10-unknown'],
  ['forked-device', 'c11-forked'],
  ['archive-edited-twice', 'c12-archive'],
] as const;

type Shot = (name: string) => Promise<void>;

/** A picture is taken when nothing moves any more. */
const shotsOf =
  (page: Page, language: Language): Shot =>
  async (name) => {
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await page.waitForFunction(() => !document.querySelector('[aria-busy=true]') && document.getAnimations().every((each) => each.playState !== 'running'));
    await page.screenshot({ path: join(PICTURES, language, `${name}.png`) });
  };

async function lookAt(page: Page, center: Center, path: string, until: string, name: string, shot: Shot) {
  await page.goto(`${center.url}${path}`);
  await page.locator(until).first().waitFor();
  await shot(name);
}

/** The first sign-in of an administrator who has no authenticator yet; then the language of the pictures. */
async function showAuthenticator(page: Page, language: Language, shot: Shot) {
  await page.goto('/');
  await page.locator('[data-test=login]').waitFor();
  await page.locator(`[data-test=language-${language}]`).click();
  await page.locator('[data-test=login]').fill(SECOND_ADMINISTRATOR);
  await page.locator('[data-test=password]').fill(passwordOf(SECOND_ADMINISTRATOR));
  await page.locator('[data-test=sign-in]').click();
  await page.locator('[data-test=secret]').waitFor();
  await shot('c01-authenticator');
  await page.locator('[data-test=back]').click();
  await page.locator('[data-test=login]').fill(ADMINISTRATOR);
  await page.locator('[data-test=password]').fill(passwordOf(ADMINISTRATOR));
  await page.locator('[data-test=sign-in]').click();
  await page.locator('[data-step=code]').waitFor();
  await shot('c02-code');
}

async function bulk(page: Page, shot: Shot) {
  const row = page.locator('tbody tr', { hasText: /重复缴费|Paid twice/ }).first();
  await row.locator('input[type=checkbox]').check();
  await page.locator('[data-test=select-similar]').click();
  await page.locator('[data-test=bulk-decide]').click();
  await page.locator('[data-test=bulk] [data-test=choices] > *').first().click();
  await page.locator('[data-test=bulk] [data-test=propose]').waitFor();
  await shot('c08-bulk');
}

async function propose(page: Page, center: Center, id: number, why: string, shot: Shot) {
  await lookAt(page, center, `/cases/${id}`, '[data-test=decide]', 'c04-case', shot);
  await choose(page, /退款|Refund/);
  await page.locator('[data-test=propose]').waitFor();
  await page.locator('[data-test=decide] textarea').last().fill(why);
  await page.locator('[data-test=decide] h3').first().evaluate((title) => title.scrollIntoView({ block: 'start' }));
  await shot('c05-preview');
  await page.locator('[data-test=propose]').click();
  await page.locator('[data-test=own-proposal]').waitFor();
  await shot('c06-proposed');
}

const choose = (page: Page, says: RegExp) => page.locator('[data-test=choices] > *', { hasText: says }).first().click();

async function returnToOutlet(page: Page, center: Center, id: number, message: string, shot: Shot) {
  await page.goto(`${center.url}/cases/${id}`);
  await page.locator('[data-test=decide]').waitFor();
  await choose(page, /退回网点|Return to outlet/);
  await page.locator('[data-test=message]').first().waitFor();
  await page.locator('[data-test=decide] textarea').first().fill(message);
  await page.locator('[data-test=propose]').waitFor();
  await page.locator('[data-test=decide] textarea').last().fill(message);
  await shot('c09-return');
  await page.locator('[data-test=propose]').click();
  await page.locator('[data-test=case-tasks]').waitFor();
  await lookAt(page, center, '/tasks', 'tbody tr', 'c13-tasks', shot);
}

async function fleet(page: Page, center: Center, shot: Shot) {
  const { devices } = await askApi<{ devices: Device[] }>(center, 'GET', '/devices');
  const copied = devices.find((device) => device.terminal === 'BYP-06')!;
  await lookAt(page, center, `/fleet/${copied.id}`, '[data-test=device-detail]', 'c14-fleet', shot);
  await page.locator('[data-test=release]').click();
  await page.locator('[data-test=confirm]').click();
  await page.locator('[data-test=spoken-code]').waitFor();
  await shot('c15-release');
}

async function records(page: Page, center: Center, shot: Shot) {
  await lookAt(page, center, '/units', '[role=treeitem], tbody tr', 'c16-units', shot);
  await lookAt(page, center, '/customers/4280900001', '[data-page=customers] table', 'c17-customer', shot);
  await lookAt(page, center, '/tariffs', 'tbody tr', 'c18-tariffs', shot);
  await page.goto(`${center.url}/operators`);
  await page.locator('tbody tr', { hasText: SECOND_ADMINISTRATOR }).click();
  await page.locator('[data-test=operator-detail]').waitFor();
  await shot('c19-operator');
}

/** The other person: finance looks at it once more and approves. */
async function approve(center: Center, language: Language) {
  const { page, context } = await openPage(browser, center);
  await page.goto('/');
  await page.locator(`[data-test=language-${language}]`).click();
  await signIn(page, FINANCE);
  await page.goto('/proposals');
  await page.locator('tbody tr').first().click();
  await page.locator('[data-test=approve]').waitFor();
  await shotsOf(page, language)('c07-approve');
  await page.locator('[data-test=approve]').click();
  await page.locator('[data-test=approve]').waitFor({ state: 'hidden' });
  await context.close();
}

/** What would be taken back, and why. */
async function undo(page: Page, center: Center, id: number, why: string, shot: Shot) {
  await page.goto(`${center.url}/cases/${id}`);
  await page.locator('[data-test=decided] [data-test=undo]').click();
  await page.locator('.el-dialog textarea').fill(why);
  await shot('c22-undo');
  await page.keyboard.press('Escape');
}
