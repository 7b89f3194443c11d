/** The one place that talks to the center. Every wrapper beside it is a line that names a method, an address and a type. */
import { ApiFailure, readReason } from './failures';

/** Nobody was at the keyboard for a while: what refreshes by itself then does not keep the session alive. */
const ATTENDED_MS = 120_000;
let lastTouchMs = Date.now();
for (const touch of ['keydown', 'pointerdown', 'wheel'])
  globalThis.addEventListener?.(touch, () => (lastTouchMs = Date.now()), { passive: true });

type Query = Record<string, string | number | boolean | null | undefined>;

export interface Wish {
  query?: Query | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** Empty and absent values of a filter are left out. */
export function address(path: string, query: Query = {}): string {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  const words = new URLSearchParams(said.map(([name, value]) => [name, String(value)]));
  return words.size > 0 ? `/api/v1${path}?${words}` : `/api/v1${path}`;
}

async function ask<T>(method: string, path: string, wish: Wish = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json', 'X-Qingjiang-Console': '1' };
  if (wish.body !== undefined) headers['Content-Type'] = 'application/json';
  if (Date.now() - lastTouchMs > ATTENDED_MS) headers['X-Qingjiang-Unattended'] = '1';
  const response = await fetch(address(path, wish.query), {
    method,
    headers,
    body: wish.body === undefined ? null : JSON.stringify(wish.body),
    signal: wish.signal ?? null,
    credentials: 'same-origin',
    cache: 'no-store',
  }).catch((thrown: unknown) => {
    if (wish.signal?.aborted) throw thrown;
    throw new ApiFailure({ code: 'offline', message: String(thrown), details: {} });
  });
  const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiFailure(readReason(body, response.status));
  return body as T;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> => ask('GET', path, { query, signal });
export const post = <T>(path: string, body: unknown = {}): Promise<T> => ask('POST', path, { body });
export const remove = <T>(path: string): Promise<T> => ask('DELETE', path);
