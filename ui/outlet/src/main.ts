import { createApp } from 'vue';
import { VueQueryPlugin } from '@tanstack/vue-query';
import '@qingjiang/shared/tokens.css';
import '@qingjiang/shared/element.css';
import App from './App.vue';
import { i18n } from './i18n';
import { queryOptions } from './queries';

createApp(App).use(i18n).use(VueQueryPlugin, queryOptions).mount('#app');
