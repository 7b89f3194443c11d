import { afterEach, describe, expect, it, vi } from 'vitest';
import { mount } from '@vue/test-utils';
import { defineComponent, h } from 'vue';
import { hear, useShortcuts, type Actions } from '../src/keys';
import { allPages } from '../src/pages';
import { SHORTCUTS, type ShortcutId } from '../src/shortcuts';

const press = (key: string, target?: Element) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  if (target) Object.defineProperty(event, 'target', { value: target });
  hear(event);
  return event.defaultPrevented;
};

const withKeys = (actions: Actions) =>
  mount(defineComponent({ setup: () => (useShortcuts(actions), () => h('div')) }), { attachTo: document.body });

afterEach(() => (document.body.innerHTML = ''));

describe('the keys', () => {
  it('of a pair are heard one after the other', () => {
    const goTo = vi.fn();
    const shown = withKeys({ 'go-fleet': goTo });
    press('f');
    expect(goTo).not.toHaveBeenCalled();
    press('g');
    press('f');
    expect(goTo).toHaveBeenCalledOnce();
    shown.unmount();
  });

  it('are letters again inside a field', () => {
    const search = vi.fn();
    const shown = withKeys({ search });
    press('/', document.createElement('input'));
    expect(search).not.toHaveBeenCalled();
    press('/', document.createElement('div'));
    expect(search).toHaveBeenCalledOnce();
    shown.unmount();
  });

  it('are heard by whoever came last', () => {
    const [below, above] = [vi.fn(), vi.fn()];
    const shown = [withKeys({ 'leave-row': below }), withKeys({ 'leave-row': above })];
    press('Escape');
    expect([below.mock.calls.length, above.mock.calls.length]).toEqual([0, 1]);
    shown.forEach((each) => each.unmount());
  });

  it('lead to every page, and no two of them are the same', () => {
    const keys = allPages.map((page) => SHORTCUTS[page.key as ShortcutId].keys);
    expect(new Set(keys).size).toBe(allPages.length);
  });
});
