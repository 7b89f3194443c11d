/** Every key of the desk in one table: the handler and the F1 sheet both read it, so neither can drift from the other. */
import type { MessageKey } from './i18n';

export type Scope = 'everywhere' | 'counter' | 'panel' | 'receipt' | 'today';

interface Shortcut {
  /** Modifiers in the order Ctrl, Alt, Shift, then the `KeyboardEvent.key`: `Ctrl+S`, `Alt+1`, `ArrowUp`. */
  keys: string;
  scope: Scope;
  says: MessageKey;
}

export const SHORTCUTS = {
  help: { keys: 'F1', scope: 'everywhere', says: 'shortcuts.help' },
  'sync-now': { keys: 'F5', scope: 'everywhere', says: 'shortcuts.sync-now' },
  'go-today': { keys: 'F6', scope: 'everywhere', says: 'shortcuts.go-today' },
  'go-counter': { keys: 'F3', scope: 'everywhere', says: 'shortcuts.go-counter' },
  'open-settings': { keys: 'Ctrl+,', scope: 'everywhere', says: 'shortcuts.open-settings' },

  'choose-up': { keys: 'ArrowUp', scope: 'counter', says: 'shortcuts.choose-up' },
  'choose-down': { keys: 'ArrowDown', scope: 'counter', says: 'shortcuts.choose-down' },
  'open-or-pay': { keys: 'Enter', scope: 'counter', says: 'shortcuts.open-or-pay' },
  pay: { keys: 'F2', scope: 'counter', says: 'shortcuts.pay' },
  'look-up': { keys: 'F4', scope: 'counter', says: 'shortcuts.look-up' },
  'prepay-by-number': { keys: 'Alt+P', scope: 'counter', says: 'shortcuts.prepay-by-number' },
  'clear-search': { keys: 'Escape', scope: 'counter', says: 'shortcuts.clear-search' },

  take: { keys: 'Enter', scope: 'panel', says: 'shortcuts.take' },
  'leave-panel': { keys: 'Escape', scope: 'panel', says: 'shortcuts.leave-panel' },
  'tender-cash': { keys: 'Alt+1', scope: 'panel', says: 'shortcuts.tender-cash' },
  'tender-bank-slip': { keys: 'Alt+2', scope: 'panel', says: 'shortcuts.tender-bank-slip' },
  'tender-list-voucher': { keys: 'Alt+3', scope: 'panel', says: 'shortcuts.tender-list-voucher' },
  'tender-cheque': { keys: 'Alt+4', scope: 'panel', says: 'shortcuts.tender-cheque' },
  'tender-pos': { keys: 'Alt+5', scope: 'panel', says: 'shortcuts.tender-pos' },
  'tender-transfer': { keys: 'Alt+6', scope: 'panel', says: 'shortcuts.tender-transfer' },
  'remove-tender': { keys: 'Alt+Delete', scope: 'panel', says: 'shortcuts.remove-tender' },
  'toggle-prepaid': { keys: 'Alt+Y', scope: 'panel', says: 'shortcuts.toggle-prepaid' },
  'keep-change': { keys: 'Alt+Z', scope: 'panel', says: 'shortcuts.keep-change' },
  'fewer-bills': { keys: 'Alt+ArrowUp', scope: 'panel', says: 'shortcuts.fewer-bills' },
  'more-bills': { keys: 'Alt+ArrowDown', scope: 'panel', says: 'shortcuts.more-bills' },

  'next-customer': { keys: 'Enter', scope: 'receipt', says: 'shortcuts.next-customer' },
  print: { keys: 'F9', scope: 'receipt', says: 'shortcuts.print' },
  save: { keys: 'Ctrl+S', scope: 'receipt', says: 'shortcuts.save' },
  'leave-receipt': { keys: 'Escape', scope: 'receipt', says: 'shortcuts.leave-receipt' },

  'row-up': { keys: 'ArrowUp', scope: 'today', says: 'shortcuts.row-up' },
  'row-down': { keys: 'ArrowDown', scope: 'today', says: 'shortcuts.row-down' },
  'show-receipt': { keys: 'Enter', scope: 'today', says: 'shortcuts.show-receipt' },
  reprint: { keys: 'F9', scope: 'today', says: 'shortcuts.reprint' },
  reverse: { keys: 'F8', scope: 'today', says: 'shortcuts.reverse' },
  'leave-today': { keys: 'Escape', scope: 'today', says: 'shortcuts.leave-today' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof SHORTCUTS;

export const SCOPES: Scope[] = ['everywhere', 'counter', 'panel', 'receipt', 'today'];

export const shortcutsOf = (scope: Scope): ShortcutId[] =>
  (Object.keys(SHORTCUTS) as ShortcutId[]).filter((id) => SHORTCUTS[id].scope === scope);

/** The key as the sheet prints it. */
export const keyCaps = (id: ShortcutId): string[] =>
  SHORTCUTS[id].keys.split('+').map((key) => ({ ArrowUp: '↑', ArrowDown: '↓', Enter: 'Enter ↵', Escape: 'Esc' })[key] ?? key);
