import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Not a test: it plays what the administrator's manual shows, and leaves its pictures. `docs/manual/make-console-pictures` runs it. */
export default defineConfig({
  root: at('.'),
  test: {
    include: ['manual.ts'],
    globalSetup: [at('prepare.ts')],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
