/** What changed in the list of tasks while nobody looked. */
import type { TaskView } from '@qingjiang/shared/generated/TaskView';

export type Tab = 'open' | 'settled' | 'changes';
export const TABS: readonly Tab[] = ['open', 'settled', 'changes'];

/** Tasks that were open a moment ago and that the center has withdrawn since. */
export function takenBack(before: TaskView[] | undefined, now: TaskView[] | undefined): TaskView[] {
  const wasOpen = new Set(before?.filter((task) => task.state === 'open').map((task) => task.taskId));
  return now?.filter((task) => task.state === 'withdrawn' && wasOpen.has(task.taskId)) ?? [];
}
