/** Everything that is shown is asked for through here, so that news from the center refreshes it. */
import { QueryClient } from '@tanstack/vue-query';
import { reasonOf } from './api/failures';
import type { Topic } from './api/types';
import { forgetSession } from './session';

/** The session may end while a page asks; then there is only one place to be. */
const leaveWhenSignedOut = (reason: unknown) => {
  if (reasonOf(reason).code === 'not-signed-in') forgetSession();
};

export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: 0 } },
});
queryClient.getQueryCache().config.onError = leaveWhenSignedOut;
queryClient.getMutationCache().config.onError = leaveWhenSignedOut;

/** A query that lives on a topic begins its key with it: `['fleet', 'devices']`. */
export const refresh = (topic: Topic): Promise<void> => queryClient.invalidateQueries({ queryKey: [topic] });
