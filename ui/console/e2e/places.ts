/** Where the tests find the programs and leave their pictures. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
export const PROGRAMS = process.env['QINGJIANG_BIN'] ?? join(root, 'target/debug');
export const PICTURES = process.env['QINGJIANG_PICTURES'] ?? join(root, 'target/console');
/** The books that every test begins with a copy of. */
export const DAY = join(PICTURES, 'day');
