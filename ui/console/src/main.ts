import { createApp } from 'vue';
import { VueQueryPlugin } from '@tanstack/vue-query';
import '@qingjiang/shared/tokens.css';
import '@qingjiang/shared/element.css';
import './console.css';
import App from './App.vue';
import { i18n } from './i18n';
import { queryClient } from './queries';
import { router } from './router';

createApp(App).use(i18n).use(VueQueryPlugin, { queryClient }).use(router).mount('#app');
