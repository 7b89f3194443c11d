import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMINISTRATOR,
  FINANCE,
  LARGE,
  SECOND_ADMINISTRATOR,
  SMALL,
  expectAccessible,
  launch,
  openPage,
  picture,
  signIn,
  signInFirstTime,
  type Watched,
} from './browser';
import { askApi, startCenter, type Center } from './center';

let browser: Browser;
let center: Center;
/** Signed in once for all of them: a code of the authenticator works only once. */
let first: Watched;
let finance: Watched;

interface Line {
  id: number;
  kind: string;
  atStake: string;
  status: string;
}
const casesOf = async (kind: string): Promise<Line[]> =>
  (await askApi<{ items: Line[] }>(center, 'GET', `/cases?kind=${kind}&sort=oldest`)).items;
const caseOf = async (kind: string, place = 0): Promise<Line> => (await casesOf(kind))[place]!;

beforeAll(async () => {
  browser = await launch();
  center = await startCenter();
  first = await openPage(browser, center);
  await signIn(first.page, ADMINISTRATOR);
  finance = await openPage(browser, center);
  await signIn(finance.page, FINANCE);
});
afterAll(async () => {
  await browser.close();
  await center.stop();
});

async function bothSizes(page: Page, name: string) {
  await picture(page, `${name}-1366`);
  await page.setViewportSize(LARGE);
  await picture(page, `${name}-1920`);
  await page.setViewportSize(SMALL);
}

async function openWorklist(page: Page) {
  await page.goto('/cases');
  await page.locator('[data-test=list][data-state=filled]').waitFor();
}

async function openCase(page: Page, id: number) {
  await page.goto(`/cases/${id}`);
  await page.locator('[data-test=story]').waitFor();
}

async function choose(page: Page, resolution: string) {
  await page.locator(`[data-choice=${resolution}]`).click();
  await page.locator('[data-test=preview]').waitFor();
}

async function say(page: Page, words: string) {
  await page.locator('[data-test=decide] [data-test=note]').last().fill(words);
}

describe('the worklist', () => {
  it('counts, filters by address, is walked and taken with the keyboard, and keeps its place', async () => {
    const { page, faults } = first;
    await openWorklist(page);
    expect(await page.locator('[data-test=severity-money] strong').textContent()).not.toBe('0');
    await expectAccessible(page);
    await bothSizes(page, 'cases-list');

    await page.keyboard.press('j');
    await page.keyboard.press('m');
    await page.locator('tr[data-row-at=true] [data-test=owner]', { hasText: '我' }).waitFor();
    await page.locator('[data-test=choice-mine]').click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('owner')).toBe('mine');
    await page.reload();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.locator('[data-test=choice-all]').last().click();

    await page.keyboard.press('f');
    await page.locator('[data-test=filter-unit]').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-test'))).toBe('filter-unit');
    await page.keyboard.press('Escape');

    await page.goto('/cases?kind=double-payment');
    await page.locator('[data-test=list][data-state=filled]').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const at = await page.locator('tr[data-row-at=true]').getAttribute('data-row');
    await page.keyboard.press('Enter');
    await page.locator('[data-test=case-page]').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/cases/${at}`);
    await page.keyboard.press('Escape');
    await page.locator('tr[data-row-at=true]').waitFor();
    expect(await page.locator('tr[data-row-at=true]').getAttribute('data-row')).toBe(at);
    expect(new URL(page.url()).searchParams.get('kind')).toBe('double-payment');
    expect(faults).toEqual([]);
  });

  it('says so when nothing fits', async () => {
    const { page } = first;
    await page.goto('/cases?q=nobody-has-this');
    await page.locator('[data-test=empty]').waitFor();
    await picture(page, 'cases-empty');
  });
});

describe('every kind of the day', () => {
  it.each([
    'double-payment', 'unknown-customer', 'paid-bill-gone', 'forked-device', 'clock-suspect', 'readings-disagree',
    'archive-change-requested', 'archive-edited-twice',
  ])('%s is shown with its sides, for everybody and without a fault', async (kind) => {
    const { page, faults } = first;
    const known = await caseOf(kind);
    if (!known) throw new Error(`the day has no ${kind}`);
    await openCase(page, known.id);
    await expectAccessible(page);
    await bothSizes(page, `case-${kind}`);
    expect(faults).toEqual([]);
  });
});

describe('a refund', () => {
  it('is previewed and proposed with the keyboard, and a second person approves it', async () => {
    const { page, faults } = first;
    const { id } = await caseOf('double-payment');
    await openCase(page, id);
    const refund = await page.locator('[data-choice=refund] kbd').textContent();
    await page.keyboard.press(refund!);
    await page.locator('[data-test=preview]').waitFor();
    expect(await page.locator('[data-ledger=prepayment]').textContent()).toContain('预收');
    await bothSizes(page, 'case-refund-preview');
    await page.keyboard.press('Control+Enter');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-test'))).toBe('note');
    await page.keyboard.type('客户要求退回多缴的电费');
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-test=own-proposal]').waitFor();
    await expectAccessible(page);
    await bothSizes(page, 'case-own-proposal');
    expect(await page.locator('[data-test=approve]').count()).toBe(0);

    const other = finance.page;
    await other.goto('/proposals');
    await other.locator('[data-test=list][data-state=filled]').waitFor();
    await bothSizes(other, 'proposals-list');
    await other.keyboard.press('j');
    await other.keyboard.press('Enter');
    await other.locator('[data-test=approve]').waitFor();
    await expectAccessible(other);
    await bothSizes(other, 'proposal-approve');
    await other.keyboard.press('a');
    await other.locator('[data-test=state]', { hasText: '已生效' }).waitFor();

    // The first administrator sees it by itself.
    await page.locator('[data-test=status]', { hasText: '已处理' }).waitFor();
    await page.locator('[data-test=case-tasks]').waitFor();
    await bothSizes(page, 'case-decided');
    expect([...faults, ...finance.faults]).toEqual([]);
  });

  it('is undone by a proposal of its own, with its own preview', async () => {
    const { page } = first;
    const { id } = await caseOf('double-payment');
    await openCase(page, id);
    await page.locator('[data-test=undo]').click();
    await page.locator('.el-dialog [data-test=preview]').waitFor();
    await expectAccessible(page);
    await picture(page, 'case-undo');
    await page.locator('.el-dialog [data-test=note]').fill('客户又决定留作预收');
    await page.locator('[data-test=undo-propose]').click();
    await page.locator('.el-dialog').waitFor({ state: 'hidden' });
    const other = finance.page;
    await other.goto('/proposals');
    await other.locator('tbody tr', { hasText: '撤销处理' }).click();
    await other.locator('[data-test=approve]').click();
    await other.locator('[data-test=state]', { hasText: '已生效' }).waitFor();
    await expect.poll(async () => (await caseOf('double-payment')).status).toBe('open');
  });

  it('is refused with words, never without', async () => {
    const { page } = first;
    const { id } = await caseOf('unknown-customer');
    await openCase(page, id);
    await choose(page, 'refund');
    await say(page, '查不到这个户号，退给缴费人');
    await page.locator('[data-test=propose]').click();
    await page.locator('[data-test=own-proposal]').waitFor();
    const other = finance.page;
    await other.goto(`/cases/${id}`);
    await other.locator('[data-test=refuse]').click();
    expect(await other.locator('[data-test=proposal-answer]').textContent()).toContain('请写明为什么驳回');
    await other.locator('[data-test=proposal-answer] [data-test=note]').fill('先联系缴费人，再决定');
    await other.locator('[data-test=refuse]').click();
    await page.locator('[data-test=status]', { hasText: '待处理' }).waitFor();
    expect(await page.locator('[data-what=refused]').textContent()).toContain('先联系缴费人');
    await picture(page, 'case-refused');
  });
});

describe('money for nobody', () => {
  it('is moved to a customer who is looked up, with both accounts in the preview', async () => {
    const { page, faults } = first;
    const { id } = await caseOf('unknown-customer');
    await openCase(page, id);
    await page.locator('[data-choice=move-to-customer]').click();
    await page.locator('[data-test=customer]').fill('428090003');
    await page.locator('[data-customer]').first().waitFor();
    await picture(page, 'case-customer-picker');
    await page.locator('[data-test=customer]').press('ArrowDown');
    await expectAccessible(page);
    await page.locator('[data-test=customer]').press('Enter');
    await page.locator('[data-test=preview-table]').waitFor();
    expect(await page.locator('[data-test=preview-receipts]').textContent()).toContain('有效，款项已转入其他户号');
    await expectAccessible(page);
    await bothSizes(page, 'case-move');
    expect(faults).toEqual([]);
  });
});

describe('two administrators', () => {
  it('who decide at once meet a clear "already proposed by"', async () => {
    const second = await openPage(browser, center);
    await signInFirstTime(second.page, SECOND_ADMINISTRATOR);

    const { id } = await caseOf('double-payment', 1);
    // The second has no line for news meanwhile, as on a bad network, and so still sees the case open.
    await second.page.route('**/api/v1/events', (route) => route.abort());
    await openCase(second.page, id);
    await choose(second.page, 'apply-to-bills');
    await second.page.locator('[data-choice=refund]').click();
    await second.page.locator('[data-test=preview-tasks]').waitFor();
    await say(second.page, '退给客户');

    await openCase(first.page, id);
    await choose(first.page, 'refund');
    await say(first.page, '客户要现金');
    await first.page.locator('[data-test=propose]').click();
    await first.page.locator('[data-test=own-proposal]').waitFor();

    await second.page.locator('[data-test=propose]').click();
    const said = second.page.locator('[data-test=already-proposed]', { hasText: '冉光明' });
    await said.waitFor();
    await bothSizes(second.page, 'case-already-proposed');
    await said.locator('a').click();
    await second.page.locator('[data-test=proposal-page]').waitFor();
    await second.context.close();
  });
});

describe('the books', () => {
  it('that moved after the preview are shown beside it, and nothing is done', async () => {
    const { page, faults } = first;
    const { items } = await askApi<{ items: (Line & { customer: string })[] }>(center, 'GET', '/cases?kind=double-payment&status=open');
    const [one, other] = items.filter((line) => items.filter(({ customer }) => customer === line.customer).length > 1);
    await openCase(page, one!.id);
    await choose(page, 'refund');
    await say(page, '退给客户');

    const { choices } = await askApi<{ choices: { resolution: string; parameters: { devices: { device: number }[] } }[] }>(
      center, 'GET', `/cases/${other!.id}`,
    );
    const device = choices.find(({ resolution }) => resolution === 'refund')!.parameters.devices[0]!.device;
    const matter = { matter: 'cases', decisions: [{ case: other!.id, resolution: { resolution: 'refund', amount: other!.atStake, device } }] };
    const { hash } = await askApi<{ hash: string }>(center, 'POST', '/proposals/preview', { matter });
    const id = '019ab3c4-d5e6-7fff-8000-000000000001';
    await askApi(center, 'POST', '/proposals', { id, matter, note: '另一笔先退', previewHash: hash });
    await finance.page.goto(`/proposals/${id}`);
    await finance.page.locator('[data-test=approve]').click();
    await finance.page.locator('[data-test=state]', { hasText: '已生效' }).waitFor();

    await page.locator('[data-test=propose]').click();
    await page.locator('[data-test=preview-moved]').waitFor();
    expect(await page.locator('[data-test=preview-moved]').textContent()).toContain('账目有了变化');
    await expectAccessible(page);
    await bothSizes(page, 'case-preview-moved');
    expect((await askApi<Line>(center, 'GET', `/cases/${one!.id}`)).status).toBe('open');
    expect(faults).toEqual([]);
  });
});

describe('an outlet', () => {
  it('is asked to explain, and the task stands in its list', async () => {
    const { page, faults } = first;
    const { id } = await caseOf('clock-suspect');
    await openCase(page, id);
    await page.locator('[data-choice=return-to-outlet]').click();
    await page.locator('[data-test=decide] textarea').first().fill('请说明电脑时钟为什么快了四十天');
    await page.locator('[data-test=preview-tasks]').waitFor();
    await picture(page, 'case-return');
    await say(page, '先请网点说明');
    await page.locator('[data-test=propose]').click();
    await page.locator('[data-test=status]', { hasText: '已退回网点' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.locator('tbody tr', { hasText: '说明情况' }).waitFor();
    await expectAccessible(page);
    await bothSizes(page, 'tasks');
    expect(faults).toEqual([]);
  });
});

describe('many cases', () => {
  it('of one kind are chosen together, previewed with their sum and decided once', async () => {
    const { page, faults } = first;
    await page.goto('/cases?kind=double-payment&status=open');
    await page.locator('[data-test=list][data-state=filled]').waitFor();
    const open = (await casesOf('double-payment')).filter((line) => line.status === 'open');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.locator('[data-test=select-similar]').click();
    expect(await page.locator('[data-test=bulk-bar]').textContent()).toContain(`已选 ${open.length} 个`);
    await page.locator('[data-test=bulk-decide]').click();
    await page.locator('[data-test=bulk] [data-choice=refund]').click();
    await page.locator('[data-test=previewed-cases] tfoot').waitFor();
    await expectAccessible(page);
    await bothSizes(page, 'cases-bulk');
    await page.locator('[data-test=bulk] [data-choice=keep-as-booked]').click();
    await page.locator('[data-test=bulk] [data-test=note]').fill('客户同意留作预收，下月抵扣');
    await page.locator('[data-test=bulk] [data-test=propose]').click();
    await page.locator('[data-test=bulk-bar]').waitFor({ state: 'hidden' });
    const after = await casesOf('double-payment');
    const chosen = after.filter((line) => open.some(({ id }) => id === line.id));
    expect(chosen.map(({ status }) => status)).toEqual(open.map(() => 'decided'));
    expect(faults).toEqual([]);
  });
});

describe('the case pages', () => {
  it('speak English, too', async () => {
    const { page, faults } = first;
    await page.locator('[data-test=language-en]').click();
    await openWorklist(page);
    await picture(page, 'cases-list-en');
    const { id } = await caseOf('archive-edited-twice');
    await openCase(page, id);
    await picture(page, 'case-en');
    await page.locator('[data-test=language-zh-CN]').click();
    expect(faults).toEqual([]);
  });
});
