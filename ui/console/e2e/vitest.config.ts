import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One browser test after the other: two cores are enough for one browser and its center. */
export default defineConfig({
  root: at('.'),
  test: {
    include: ['**/*.test.ts'],
    globalSetup: [at('prepare.ts')],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
