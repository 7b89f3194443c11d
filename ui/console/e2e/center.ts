/** A real center on a port of its own, with its own copy of the books. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY, PROGRAMS } from './places';

export interface Center {
  url: string;
  folder: string;
  /** The administrators' token, for what a test does beside the browser. */
  token: string;
  stop(): Promise<void>;
}

export async function startCenter(): Promise<Center> {
  const folder = mkdtempSync(join(tmpdir(), 'qingjiang-console-'));
  cpSync(join(DAY, 'center'), folder, { recursive: true });
  const child = spawn(
    join(PROGRAMS, 'qingjiang-center'),
    ['serve', '--listen', '127.0.0.1:0', '--database', `sqlite:${join(folder, 'center.db')}`],
    { env: { ...process.env, NO_COLOR: '1', RUST_LOG: 'info', QINGJIANG_DEMO: '1' }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const url = await whereItServes(child);
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, folder, token: readFileSync(join(folder, 'center.admin-token'), 'utf8').trim(), stop };
}

function whereItServes(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (piece: Buffer) => {
      log += piece.toString();
      const url = /serves (http:\/\/\S+)/.exec(log)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the center ended with ${code}:\n${log}`)));
    child.once('error', reject);
  });
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

/** Asks the API as a tool does. */
export async function askApi<T>(center: Center, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${center.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${center.token}`, 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** What an authenticator shows (RFC 6238), written a second time so that the center's own is checked by another. */
export function codeOf(secret: string, nowMs = Date.now()): string {
  const bits = [...secret.replaceAll(/\s/g, '')].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(nowMs / STEP_MS)));
  const digest = createHmac('sha1', key).update(step).digest();
  const place = digest[19]! & 15;
  return ((digest.readUInt32BE(place) & 0x7fffffff) % 1_000_000).toString().padStart(6, '0');
}

/** The secret of the demo's first administrator. */
export const demoSecret = (): string =>
  (JSON.parse(readFileSync(join(DAY, 'demo.json'), 'utf8')) as { authenticator: { secret: string } }).authenticator.secret;
