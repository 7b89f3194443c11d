import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick } from 'vue';
import { standIn } from '../dev/core';
import { looksLikeCustomerNo, useSearch } from '../src/views/counter/search';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hit = (name: string) => ({ hits: [{ customerNo: name }], more: false, tookUs: 1 });

it('drops an answer that was overtaken by a newer question', async () => {
  const answers = new Map<string, (view: unknown) => void>();
  standIn({ search_customers: ({ query }) => new Promise((done) => answers.set(query, done)) });
  const search = effectScope().run(useSearch)!;
  search.query.value = 't';
  await vi.advanceTimersByTimeAsync(60);
  search.query.value = 'td';
  await vi.advanceTimersByTimeAsync(60);
  answers.get('td')?.(hit('new'));
  await vi.advanceTimersByTimeAsync(0);
  answers.get('t')?.(hit('old'));
  await vi.advanceTimersByTimeAsync(0);
  expect(search.hits.value.map((found) => found.customerNo)).toEqual(['new']);
});

it('asks once for a quick word, within 60 ms', async () => {
  const asked = standIn({ search_customers: () => hit('x') });
  const search = effectScope().run(useSearch)!;
  for (const text of ['t', 'td', 'tdg']) {
    search.query.value = text;
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(50);
  expect(asked.map((call) => (call.args as { query: string }).query)).toEqual(['tdg']);
});

it('answers for what stands in the box when Enter comes first', async () => {
  standIn({ search_customers: ({ query }) => hit(query) });
  const search = effectScope().run(useSearch)!;
  search.query.value = '4280011234';
  await nextTick();
  await search.settled();
  expect(search.hits.value[0]?.customerNo).toBe('4280011234');
});

it('knows what an account number looks like', () => {
  expect(looksLikeCustomerNo('0012345678')).toBe(true);
  expect(looksLikeCustomerNo('12345')).toBe(false);
  expect(looksLikeCustomerNo('tdg')).toBe(false);
});
