/**
 * One listener for the whole window. A screen states what its shortcuts do while it is in front; the scope put on last
 * is the one that hears, beside `everywhere` and, where it is on, `places`.
 */
import { onBeforeUnmount, onMounted, watch, type WatchSource } from 'vue';
import { SHORTCUTS, shortcutsOf, type Scope, type ShortcutId } from './shortcuts';

/** Answering `false` leaves the key to the browser. */
type Action = (event: KeyboardEvent) => unknown;
export type Actions = Partial<Record<ShortcutId, Action>>;

interface Layer {
  scope: Scope;
  actions: Actions;
}

/** Heard beside whichever screen is in front. */
const BESIDE: ReadonlySet<Scope> = new Set<Scope>(['everywhere', 'places']);

const layers: Layer[] = [];
/** While a dialog is open only `help` is heard. */
let dialogs = 0;

export function keysOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', key].filter(Boolean).join('+');
}

function find(scope: Scope, pressed: string): ShortcutId | undefined {
  return shortcutsOf(scope).find((id) => SHORTCUTS[id].keys.toUpperCase() === pressed.toUpperCase());
}

function hear(event: KeyboardEvent): void {
  // Enter and digits that choose a candidate belong to the Chinese input method.
  if (event.isComposing || event.keyCode === 229) return;
  const pressed = keysOf(event);
  const front = layers.findLast((layer) => !BESIDE.has(layer.scope));
  const candidates = dialogs > 0 ? [] : [front, ...layers.filter((layer) => BESIDE.has(layer.scope))];
  for (const layer of candidates) {
    const id = layer && find(layer.scope, pressed);
    const action = id && layer.actions[id];
    if (!action) continue;
    if (action(event) !== false) event.preventDefault();
    return;
  }
  // A reload or the browser's own find box would only lose the cashier's place.
  if (/^F\d+$/.test(pressed) && pressed !== 'F12') event.preventDefault();
}

export function listenForKeys(): () => void {
  window.addEventListener('keydown', hear);
  return () => window.removeEventListener('keydown', hear);
}

/** Puts a scope's actions on while the component lives and, where given, while `active` holds. */
export function useShortcuts(scope: Scope, actions: Actions, active?: WatchSource<boolean>): void {
  const layer: Layer = { scope, actions };
  const putOn = () => {
    if (!layers.includes(layer)) layers.push(layer);
  };
  const takeOff = () => {
    const place = layers.indexOf(layer);
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

export const dialogIsOpen = (): boolean => dialogs > 0;
