import { get } from './http';
import type { TaskList } from './decision-types';

export interface TaskWish {
  state?: string | undefined;
  device?: number | undefined;
  case?: number | undefined;
}

export const tasks = (wish: TaskWish, signal?: AbortSignal) => get<TaskList>('/tasks', { ...wish }, signal);
