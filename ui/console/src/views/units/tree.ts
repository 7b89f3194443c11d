/** The tree as the rows that are in view, by what is unfolded. */
import type { UnitLine } from '../../api/console';

export interface TreeRow {
  unit: UnitLine;
  depth: number;
  hasBelow: boolean;
  isOpen: boolean;
}

/** With words to look for, every unit that holds them and all above it are in view. */
export function treeRows(units: readonly UnitLine[], open: ReadonlySet<string>, words: string): TreeRow[] {
  const below = new Map<string | null, UnitLine[]>();
  const codes = new Set(units.map(({ code }) => code));
  for (const unit of units) {
    const parent = unit.parent !== null && codes.has(unit.parent) ? unit.parent : null;
    below.set(parent, [...(below.get(parent) ?? []), unit]);
  }
  const holds = (unit: UnitLine): boolean => {
    const isIt = `${unit.name} ${unit.code}`.includes(words);
    return isIt || (below.get(unit.code) ?? []).some(holds);
  };
  const rows: TreeRow[] = [];
  const walk = (parent: string | null, depth: number) => {
    for (const unit of below.get(parent) ?? []) {
      if (words && !holds(unit)) continue;
      const hasBelow = below.has(unit.code);
      const isOpen = hasBelow && (words !== '' || open.has(unit.code));
      rows.push({ unit, depth, hasBelow, isOpen });
      if (isOpen) walk(unit.code, depth + 1);
    }
  };
  walk(null, 0);
  return rows;
}

/** What is unfolded at first: everything down to the stations. */
export const openAtFirst = (units: readonly UnitLine[]): string[] =>
  units.filter(({ level }) => level === 'prefecture' || level === 'county-company').map(({ code }) => code);
