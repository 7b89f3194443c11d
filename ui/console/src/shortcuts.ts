/** Every key of the console in one table: the handler and the sheet both read it, so neither can drift from the other. */
import type { MessageKey } from './i18n';

/** `everywhere` is always heard, `list` on a page with a list, the others on their page. */
export type Scope = 'everywhere' | 'list' | 'case' | 'form';

interface Shortcut {
  /** `Ctrl+S`, `Enter`, `J`; two keys one after the other with a space: `G C`. */
  keys: string;
  scope: Scope;
  says: MessageKey;
  /** Heard in a field as well. */
  inFields?: boolean;
}

export const SHORTCUTS = {
  help: { keys: '?', scope: 'everywhere', says: 'console.shortcuts.help' },
  'help-f1': { keys: 'F1', scope: 'everywhere', says: 'console.shortcuts.help', inFields: true },
  search: { keys: '/', scope: 'everywhere', says: 'console.shortcuts.search' },
  'go-cases': { keys: 'G C', scope: 'everywhere', says: 'console.shortcuts.go-cases' },
  'go-proposals': { keys: 'G P', scope: 'everywhere', says: 'console.shortcuts.go-proposals' },
  'go-tasks': { keys: 'G D', scope: 'everywhere', says: 'console.shortcuts.go-tasks' },
  'go-fleet': { keys: 'G F', scope: 'everywhere', says: 'console.shortcuts.go-fleet' },
  'go-units': { keys: 'G U', scope: 'everywhere', says: 'console.shortcuts.go-units' },
  'go-customers': { keys: 'G K', scope: 'everywhere', says: 'console.shortcuts.go-customers' },
  'go-bills': { keys: 'G B', scope: 'everywhere', says: 'console.shortcuts.go-bills' },
  'go-tariffs': { keys: 'G T', scope: 'everywhere', says: 'console.shortcuts.go-tariffs' },
  'go-operators': { keys: 'G O', scope: 'everywhere', says: 'console.shortcuts.go-operators' },
  'go-audit': { keys: 'G A', scope: 'everywhere', says: 'console.shortcuts.go-audit' },

  'row-down': { keys: 'J', scope: 'list', says: 'console.shortcuts.row-down' },
  'row-up': { keys: 'K', scope: 'list', says: 'console.shortcuts.row-up' },
  'row-down-arrow': { keys: 'ArrowDown', scope: 'list', says: 'console.shortcuts.row-down' },
  'row-up-arrow': { keys: 'ArrowUp', scope: 'list', says: 'console.shortcuts.row-up' },
  'open-row': { keys: 'Enter', scope: 'list', says: 'console.shortcuts.open-row' },
  filter: { keys: 'F', scope: 'list', says: 'console.shortcuts.filter' },
  'select-row': { keys: 'X', scope: 'list', says: 'console.shortcuts.select-row' },
  'leave-row': { keys: 'Escape', scope: 'list', says: 'console.shortcuts.leave-row' },

  'choose-1': { keys: '1', scope: 'case', says: 'console.shortcuts.choose' },
  'choose-2': { keys: '2', scope: 'case', says: 'console.shortcuts.choose' },
  'choose-3': { keys: '3', scope: 'case', says: 'console.shortcuts.choose' },
  'choose-4': { keys: '4', scope: 'case', says: 'console.shortcuts.choose' },
  'choose-5': { keys: '5', scope: 'case', says: 'console.shortcuts.choose' },
  'choose-6': { keys: '6', scope: 'case', says: 'console.shortcuts.choose' },
  'choose-7': { keys: '7', scope: 'case', says: 'console.shortcuts.choose' },
  'choose-8': { keys: '8', scope: 'case', says: 'console.shortcuts.choose' },
  'choose-9': { keys: '9', scope: 'case', says: 'console.shortcuts.choose' },
  propose: { keys: 'Ctrl+Enter', scope: 'case', says: 'console.shortcuts.propose', inFields: true },
  approve: { keys: 'A', scope: 'case', says: 'console.shortcuts.approve' },
  note: { keys: 'N', scope: 'case', says: 'console.shortcuts.note' },
  own: { keys: 'M', scope: 'case', says: 'console.shortcuts.own' },

  save: { keys: 'Ctrl+S', scope: 'form', says: 'console.shortcuts.save', inFields: true },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof SHORTCUTS;

export const SCOPES: Scope[] = ['everywhere', 'list', 'case', 'form'];

export const shortcut = (id: ShortcutId): Shortcut => SHORTCUTS[id];

export const shortcutsOf = (scope: Scope): ShortcutId[] =>
  (Object.keys(SHORTCUTS) as ShortcutId[]).filter((id) => SHORTCUTS[id].scope === scope);

const CAPS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', Enter: 'Enter ↵', Escape: 'Esc' };

/** The keys as the sheet prints them. */
export const keyCaps = (id: ShortcutId): string[] => SHORTCUTS[id].keys.split(/[ +]/).map((key) => CAPS[key] ?? key);

/** What a sentence says, with every key that does it. */
export function sheetOf(scope: Scope): { says: MessageKey; caps: string[][] }[] {
  const lines = new Map<MessageKey, string[][]>();
  for (const id of shortcutsOf(scope)) {
    const { says } = shortcut(id);
    lines.set(says, [...(lines.get(says) ?? []), keyCaps(id)]);
  }
  return [...lines].map(([says, caps]) => ({ says, caps }));
}
