import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where `npm run dev:console` finds a center. */
const CENTER = process.env['QINGJIANG_CENTER'] ?? 'http://127.0.0.1:8750';

export default defineConfig({
  root: at('.'),
  base: '/',
  plugins: [vue()],
  resolve: { alias: { '@locales': at('../locales'), '@qingjiang/shared': at('../shared/src') } },
  define: {
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  server: { port: 5174, strictPort: true, fs: { allow: [at('..')] }, proxy: { '/api': CENTER } },
  build: {
    outDir: at('dist'),
    emptyOutDir: true,
    target: ['chrome110', 'firefox115', 'safari16'],
    chunkSizeWarningLimit: 600,
    // The center's content security policy allows no script and no font inside the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
});
