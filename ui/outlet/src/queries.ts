import type { VueQueryPluginOptions } from '@tanstack/vue-query';

/** Answers come from this laptop, so the browser's idea of being online means nothing, and asking again is cheap. */
export const queryOptions: VueQueryPluginOptions = {
  queryClientConfig: {
    defaultOptions: { queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, staleTime: 0 } },
  },
};
