import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('.'),
  // Files are loaded by the window from inside the program.
  base: './',
  plugins: [vue()],
  resolve: { alias: { '@locales': at('../locales'), '@qingjiang/shared': at('../shared/src') } },
  define: {
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  server: { port: 5173, strictPort: true, fs: { allow: [at('..')] } },
  build: {
    outDir: at('../dist'),
    emptyOutDir: true,
    // WebKitGTK 2.40 and WebView2 of the same age.
    target: ['safari16', 'chrome110'],
    chunkSizeWarningLimit: 600,
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts', '../shared/tests/**/*.test.ts'],
    setupFiles: [at('tests/setup.ts')],
    server: { deps: { inline: ['element-plus'] } },
  },
});
