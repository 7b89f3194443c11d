import { invoke } from '@tauri-apps/api/core';
import type { CommandErrorView } from '@qingjiang/shared/generated/CommandErrorView';
import { toCommandError } from '@qingjiang/shared/errors';

/** A refusal of the desk: `code` picks the sentence. */
export class CommandError extends Error {
  constructor(readonly view: CommandErrorView) {
    super(view.code);
    this.name = 'CommandError';
  }
}

/** Asks the core. Whatever goes wrong arrives as a `CommandError` with a closed code. */
export async function ask<Answer>(command: string, args: Record<string, unknown> = {}): Promise<Answer> {
  try {
    return await invoke<Answer>(command, args);
  } catch (reason) {
    throw new CommandError(toCommandError(reason));
  }
}

export const errorOf = (reason: unknown): CommandErrorView =>
  reason instanceof CommandError ? reason.view : toCommandError(reason);
