/** What a run went through. */
import type { RunView } from '../../api/console';

export const periodOf = (run: RunView): string => (run.run === 'recompute' ? run.from : run.period);
export const unitOf = (run: RunView): string | null => (run.run === 'recompute' ? null : (run.unit ?? null));
export const unbilledOf = (run: RunView): number => Object.values(run.summary.unbilled).reduce((sum, count) => sum + count, 0);
