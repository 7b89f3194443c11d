/** What a desk is asked to do, with its amount or its meter. */
import type { TaskKind } from '../../api/decision-types';
import { t } from '../../i18n';
import { word } from '../../sentences';
import { figure } from './figures';

export const TASK_TONES = { open: 'caution', done: 'good', 'not-done': 'danger', withdrawn: 'plain' } as const;

export function taskWords(task: TaskKind): string {
  const name = word('task', task.task);
  if (task.task === 'pay-refund') return t('console.decision.taskAmount', { task: name, amount: figure(task.amount) });
  if (task.task === 'read-meter-again') return t('console.decision.taskMeter', { task: name, meter: task.meter, period: task.period });
  return name;
}
