import { afterEach, beforeEach } from 'vitest';
import { clearMocks } from '@tauri-apps/api/mocks';
import { locale } from '../src/i18n';

beforeEach(() => {
  locale.value = 'zh-CN';
});

afterEach(() => {
  clearMocks();
  document.body.innerHTML = '';
});
