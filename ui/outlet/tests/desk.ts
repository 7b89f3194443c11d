/** The whole desk in a document, driven by keys as a cashier drives it. */
import { VueQueryPlugin } from '@tanstack/vue-query';
import { mount } from '@vue/test-utils';
import { vi } from 'vitest';
import App from '../src/App.vue';
import { i18n } from '../src/i18n';
import { queryOptions } from '../src/queries';
import { handlers, standIn, type Handlers } from '../dev/core';

export async function openDesk(answers: Handlers = {}) {
  const asked = standIn({ ...handlers(), ...answers });
  const desk = mount(App, { attachTo: document.body, global: { plugins: [i18n, [VueQueryPlugin, queryOptions]] } });
  let strokes = 0;

  const find = (name: string) => document.querySelector<HTMLElement>(`[data-test="${name}"]`);

  /** One key: the window hears it, and a printable one lands in the field that has the focus. */
  async function press(key: string, more: KeyboardEventInit = {}) {
    strokes += 1;
    const target = document.activeElement ?? document.body;
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
    target.dispatchEvent(event);
    const field = document.activeElement;
    if (!event.defaultPrevented && key.length === 1 && field instanceof HTMLInputElement) {
      field.value += key;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    await vi.advanceTimersByTimeAsync(60);
  }

  return {
    desk,
    asked,
    find,
    press,
    async type(text: string) {
      for (const key of text) await press(key);
    },
    wait: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    text: (name: string) => find(name)?.textContent?.trim() ?? '',
    count: (command: string) => asked.filter((call) => call.command === command).length,
    of: (command: string) => asked.filter((call) => call.command === command).map((call) => call.args as Record<string, unknown>),
    get strokes() {
      return strokes;
    },
    startCounting() {
      strokes = 0;
    },
  };
}
