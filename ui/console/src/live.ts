/** News from the center: what changed is asked for again by whoever shows it. */
import { ref } from 'vue';
import { TOPICS, type Topic } from './api/types';
import { queryClient, refresh } from './queries';
import { forgetSession } from './session';

export type Link = 'connecting' | 'live' | 'lost';

/** How the line to the center stands; the mark in the top bar. */
export const link = ref<Link>('connecting');

const isTopic = (text: unknown): text is Topic => (TOPICS as readonly unknown[]).includes(text);

let source: EventSource | null = null;

export function listen(): void {
  hangUp();
  link.value = 'connecting';
  source = new EventSource('/api/v1/events');
  source.onopen = () => {
    // What happened while the line was down is not told again.
    if (link.value === 'lost') void queryClient.invalidateQueries();
    link.value = 'live';
  };
  source.onmessage = (event: MessageEvent<string>) => {
    const { topic } = JSON.parse(event.data) as { topic: unknown };
    if (isTopic(topic)) void refresh(topic);
  };
  source.addEventListener('ended', () => {
    hangUp();
    forgetSession();
  });
  // The browser tries again by itself.
  source.onerror = () => (link.value = 'lost');
}

export function hangUp(): void {
  source?.close();
  source = null;
}
