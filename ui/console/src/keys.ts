/**
 * One listener for the whole window. A component states what its shortcuts do while it lives; the one put on last hears first.
 * Letters are heard only outside fields, and nothing is heard while a dialog is open.
 */
import { onBeforeUnmount, onMounted, watch, type WatchSource } from 'vue';
import { shortcut, type ShortcutId } from './shortcuts';

/** Answering `false` leaves the key to the browser. */
type Action = (event: KeyboardEvent) => unknown;
export type Actions = Partial<Record<ShortcutId, Action>>;

/** The second key of a pair is waited for this long. */
const PAIR_MS = 1_200;

const layers: Actions[] = [];
let dialogs = 0;
let first: { key: string; atMs: number } | null = null;

export function keysOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', key].filter(Boolean).join('+');
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Enter presses what has the focus. */
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && ['BUTTON', 'A', 'SUMMARY'].includes(target.tagName);

function actionFor(pressed: string, inField: boolean): Action | undefined {
  for (const layer of layers.toReversed()) {
    const ids = Object.keys(layer) as ShortcutId[];
    const id = ids.find((id) => shortcut(id).keys === pressed && (!inField || shortcut(id).inFields));
    if (id) return layer[id];
  }
  return undefined;
}

const beginsPair = (pressed: string): boolean =>
  layers.some((layer) => (Object.keys(layer) as ShortcutId[]).some((id) => shortcut(id).keys.startsWith(`${pressed} `)));

export function hear(event: KeyboardEvent): void {
  // Letters that choose a candidate belong to the Chinese input method.
  if (event.isComposing || event.keyCode === 229 || dialogs > 0 || event.defaultPrevented) return;
  const pressed = keysOf(event);
  const inField = isField(event.target);
  if (pressed === 'Enter' && isPressable(event.target)) return;
  const pair = first && event.timeStamp - first.atMs < PAIR_MS ? `${first.key} ${pressed}` : null;
  first = null;
  const action = (pair && actionFor(pair, inField)) || actionFor(pressed, inField);
  if (action) {
    if (action(event) !== false) event.preventDefault();
  } else if (!inField && beginsPair(pressed)) {
    first = { key: pressed, atMs: event.timeStamp };
  }
}

export function listenForKeys(): () => void {
  window.addEventListener('keydown', hear);
  return () => window.removeEventListener('keydown', hear);
}

/** Puts actions on while the component lives and, where given, while `active` holds. */
export function useShortcuts(actions: Actions, active?: WatchSource<boolean>): void {
  const putOn = () => {
    if (!layers.includes(actions)) layers.push(actions);
  };
  const takeOff = () => {
    const place = layers.indexOf(actions);
    if (place >= 0) layers.splice(place, 1);
  };
  if (active) watch(active, (on) => (on ? putOn() : takeOff()), { immediate: true });
  else onMounted(putOn);
  onBeforeUnmount(takeOff);
}

/** Keeps shortcuts quiet while a dialog is open. */
export function useDialogQuiet(open: WatchSource<boolean>): void {
  let counted = false;
  const count = (on: boolean) => {
    if (on === counted) return;
    counted = on;
    dialogs += on ? 1 : -1;
  };
  watch(open, count, { immediate: true });
  onBeforeUnmount(() => count(false));
}
