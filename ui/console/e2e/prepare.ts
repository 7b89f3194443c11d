/** Before all tests: the books of a busy day, made once. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, PICTURES, PROGRAMS } from './places';

const CUSTOMERS = '120';

export default function prepare(): void {
  mkdirSync(PICTURES, { recursive: true });
  rmSync(DAY, { recursive: true, force: true });
  execFileSync(join(PROGRAMS, 'qingjiang-demo'), ['console', '--dir', DAY, '--customers', CUSTOMERS, '--port', '8750'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
