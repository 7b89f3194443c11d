/** Every key of the desk in one table: the handler and the F1 sheet both read it, so neither can drift from the other. */
import type { MessageKey } from './i18n';

/** `everywhere` is always heard; `places` wherever no round is being entered, because there every key is needed. */
export type Scope =
  | 'everywhere'
  | 'places'
  | 'counter'
  | 'panel'
  | 'receipt'
  | 'today'
  | 'rounds'
  | 'entry'
  | 'review'
  | 'notices'
  | 'imports'
  | 'tasks';

interface Shortcut {
  /** Modifiers in the order Ctrl, Alt, Shift, then the `KeyboardEvent.key`: `Ctrl+S`, `Alt+1`, `ArrowUp`. */
  keys: string;
  scope: Scope;
  says: MessageKey;
}

export const SHORTCUTS = {
  help: { keys: 'F1', scope: 'everywhere', says: 'shortcuts.help' },
  'sync-now': { keys: 'F5', scope: 'everywhere', says: 'shortcuts.sync-now' },
  'open-settings': { keys: 'Ctrl+,', scope: 'everywhere', says: 'shortcuts.open-settings' },

  'go-counter': { keys: 'F3', scope: 'places', says: 'shortcuts.go-counter' },
  'go-today': { keys: 'F6', scope: 'places', says: 'shortcuts.go-today' },
  'go-rounds': { keys: 'F7', scope: 'places', says: 'shortcuts.go-rounds' },
  'go-review': { keys: 'F10', scope: 'places', says: 'shortcuts.go-review' },
  'go-notices': { keys: 'F11', scope: 'places', says: 'shortcuts.go-notices' },
  'go-imports': { keys: 'Ctrl+I', scope: 'places', says: 'shortcuts.go-imports' },
  'go-tasks': { keys: 'Ctrl+B', scope: 'places', says: 'shortcuts.go-tasks' },

  'choose-up': { keys: 'ArrowUp', scope: 'counter', says: 'shortcuts.choose-up' },
  'choose-down': { keys: 'ArrowDown', scope: 'counter', says: 'shortcuts.choose-down' },
  'open-or-pay': { keys: 'Enter', scope: 'counter', says: 'shortcuts.open-or-pay' },
  pay: { keys: 'F2', scope: 'counter', says: 'shortcuts.pay' },
  'look-up': { keys: 'F4', scope: 'counter', says: 'shortcuts.look-up' },
  'prepay-by-number': { keys: 'Alt+P', scope: 'counter', says: 'shortcuts.prepay-by-number' },
  'show-statement': { keys: 'Alt+B', scope: 'counter', says: 'shortcuts.show-statement' },
  'request-change': { keys: 'Alt+E', scope: 'counter', says: 'shortcuts.request-change' },
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
  'print-restore-slip': { keys: 'F2', scope: 'receipt', says: 'shortcuts.print-restore-slip' },
  'leave-receipt': { keys: 'Escape', scope: 'receipt', says: 'shortcuts.leave-receipt' },

  'row-up': { keys: 'ArrowUp', scope: 'today', says: 'shortcuts.row-up' },
  'row-down': { keys: 'ArrowDown', scope: 'today', says: 'shortcuts.row-down' },
  'show-receipt': { keys: 'Enter', scope: 'today', says: 'shortcuts.show-receipt' },
  reprint: { keys: 'F9', scope: 'today', says: 'shortcuts.reprint' },
  reverse: { keys: 'F8', scope: 'today', says: 'shortcuts.reverse' },
  'leave-today': { keys: 'Escape', scope: 'today', says: 'shortcuts.leave-today' },

  'round-up': { keys: 'ArrowUp', scope: 'rounds', says: 'shortcuts.round-up' },
  'round-down': { keys: 'ArrowDown', scope: 'rounds', says: 'shortcuts.round-down' },
  'open-round': { keys: 'Enter', scope: 'rounds', says: 'shortcuts.open-round' },
  'prepare-again': { keys: 'F4', scope: 'rounds', says: 'shortcuts.prepare-again' },
  'print-sheet': { keys: 'F9', scope: 'rounds', says: 'shortcuts.print-sheet' },
  'period-before': { keys: 'ArrowLeft', scope: 'rounds', says: 'shortcuts.period-before' },
  'period-after': { keys: 'ArrowRight', scope: 'rounds', says: 'shortcuts.period-after' },

  'enter-reading': { keys: 'Enter', scope: 'entry', says: 'shortcuts.enter-reading' },
  'step-back': { keys: 'Escape', scope: 'entry', says: 'shortcuts.step-back' },
  'point-up': { keys: 'ArrowUp', scope: 'entry', says: 'shortcuts.point-up' },
  'point-down': { keys: 'ArrowDown', scope: 'entry', says: 'shortcuts.point-down' },
  'page-up': { keys: 'PageUp', scope: 'entry', says: 'shortcuts.page-up' },
  'page-down': { keys: 'PageDown', scope: 'entry', says: 'shortcuts.page-down' },
  'next-left': { keys: 'Ctrl+ArrowDown', scope: 'entry', says: 'shortcuts.next-left' },
  'register-before': { keys: 'Alt+ArrowUp', scope: 'entry', says: 'shortcuts.register-before' },
  'register-after': { keys: 'Alt+ArrowDown', scope: 'entry', says: 'shortcuts.register-after' },
  'show-bill': { keys: 'F2', scope: 'entry', says: 'shortcuts.show-bill' },
  'to-counter': { keys: 'F3', scope: 'entry', says: 'shortcuts.to-counter' },
  estimate: { keys: 'F4', scope: 'entry', says: 'shortcuts.estimate' },
  anomaly: { keys: 'F6', scope: 'entry', says: 'shortcuts.anomaly' },
  remark: { keys: 'F7', scope: 'entry', says: 'shortcuts.remark' },
  photo: { keys: 'F8', scope: 'entry', says: 'shortcuts.photo' },
  'meter-head': { keys: 'F9', scope: 'entry', says: 'shortcuts.meter-head' },
  jump: { keys: 'Ctrl+F', scope: 'entry', says: 'shortcuts.jump' },
  'jump-slash': { keys: '/', scope: 'entry', says: 'shortcuts.jump' },
  'reading-date': { keys: 'Ctrl+D', scope: 'entry', says: 'shortcuts.reading-date' },
  'next-order': { keys: 'Alt+S', scope: 'entry', says: 'shortcuts.next-order' },
  undo: { keys: 'Ctrl+Z', scope: 'entry', says: 'shortcuts.undo' },
  correct: { keys: 'Ctrl+E', scope: 'entry', says: 'shortcuts.correct' },
  'print-paper': { keys: 'Ctrl+P', scope: 'entry', says: 'shortcuts.print-paper' },

  'review-up': { keys: 'ArrowUp', scope: 'review', says: 'shortcuts.review-up' },
  'review-down': { keys: 'ArrowDown', scope: 'review', says: 'shortcuts.review-down' },
  'review-approve': { keys: 'Enter', scope: 'review', says: 'shortcuts.review-approve' },
  'review-send-back': { keys: 'F8', scope: 'review', says: 'shortcuts.review-send-back' },
  'review-batch': { keys: 'F9', scope: 'review', says: 'shortcuts.review-batch' },
  'review-filter': { keys: 'F4', scope: 'review', says: 'shortcuts.review-filter' },
  'leave-review': { keys: 'Escape', scope: 'review', says: 'shortcuts.leave-review' },

  'notice-up': { keys: 'ArrowUp', scope: 'notices', says: 'shortcuts.notice-up' },
  'notice-down': { keys: 'ArrowDown', scope: 'notices', says: 'shortcuts.notice-down' },
  'print-arrears': { keys: 'Enter', scope: 'notices', says: 'shortcuts.print-arrears' },
  'print-disconnection': { keys: 'F8', scope: 'notices', says: 'shortcuts.print-disconnection' },
  'notice-tab': { keys: 'F4', scope: 'notices', says: 'shortcuts.notice-tab' },

  'try-import': { keys: 'Enter', scope: 'imports', says: 'shortcuts.try-import' },
  'choose-file': { keys: 'F2', scope: 'imports', says: 'shortcuts.choose-file' },
  'do-import': { keys: 'F8', scope: 'imports', says: 'shortcuts.do-import' },

  'task-up': { keys: 'ArrowUp', scope: 'tasks', says: 'shortcuts.task-up' },
  'task-down': { keys: 'ArrowDown', scope: 'tasks', says: 'shortcuts.task-down' },
  'task-act': { keys: 'Enter', scope: 'tasks', says: 'shortcuts.task-act' },
  'task-refuse': { keys: 'F8', scope: 'tasks', says: 'shortcuts.task-refuse' },
  'task-slip': { keys: 'F9', scope: 'tasks', says: 'shortcuts.task-slip' },
  'task-tab': { keys: 'F4', scope: 'tasks', says: 'shortcuts.task-tab' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof SHORTCUTS;

export const SCOPES: Scope[] = [
  'everywhere', 'places', 'counter', 'panel', 'receipt', 'today', 'rounds', 'entry', 'review', 'notices', 'imports', 'tasks',
];

/** What the sheet explains: the keys of the screen in front, and those that are heard everywhere. */
export function scopesOf(screen: string): Scope[] {
  const own: Record<string, Scope[]> = {
    counter: ['counter', 'panel', 'receipt', 'today'], 'open-shift': ['counter', 'panel', 'receipt', 'today'],
    rounds: ['rounds', 'entry'], entry: ['entry'], review: ['review'], notices: ['notices'], imports: ['imports'], tasks: ['tasks'],
  };
  return screen === 'entry' ? ['everywhere', 'entry'] : ['everywhere', 'places', ...(own[screen] ?? SCOPES.slice(2, 6))];
}

export const shortcutsOf = (scope: Scope): ShortcutId[] =>
  (Object.keys(SHORTCUTS) as ShortcutId[]).filter((id) => SHORTCUTS[id].scope === scope);

/** The key as the sheet prints it. */
export const keyCaps = (id: ShortcutId): string[] =>
  SHORTCUTS[id].keys.split('+').map((key) => ({ ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Enter: 'Enter ↵', Escape: 'Esc' })[key] ?? key);
