// Every language has the same keys with the same params, and no sentence is empty.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const FIRST = 'zh-CN';

function flatten(value, prefix = '') {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? [[prefix + key, inner]] : flatten(inner, `${prefix}${key}.`),
  );
}

/** The desk's sentences by file, the console's in a folder of their own. */
function load(language) {
  const files = readdirSync(join(here, language), { recursive: true }).filter((name) => name.endsWith('.json'));
  const prefix = (name) => `${name.slice(0, -5).replaceAll(/[\\/]/g, '.')}.`;
  return new Map(files.flatMap((name) => flatten(JSON.parse(readFileSync(join(here, language, name), 'utf8')), prefix(name))));
}

const paramsOf = (sentence) => [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort().join(', ');

/** What is wrong, a sentence each. */
export function faults() {
  const languages = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const first = load(FIRST);
  const found = [];
  for (const language of languages) {
    const sentences = load(language);
    for (const key of first.keys()) if (!sentences.has(key)) found.push(`${language} lacks ${key}`);
    for (const [key, sentence] of sentences) {
      if (!first.has(key)) found.push(`${language} has ${key}, which ${FIRST} lacks`);
      else if (paramsOf(sentence) !== paramsOf(first.get(key)))
        found.push(`${language} ${key} takes {${paramsOf(sentence)}}, ${FIRST} takes {${paramsOf(first.get(key))}}`);
      if (!sentence.trim()) found.push(`${language} ${key} is empty`);
      if (language === FIRST && sentence.includes('|')) found.push(`${language} ${key} has a plural form`);
    }
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = faults();
  for (const fault of found) console.error(fault);
  if (found.length > 0) process.exit(1);
  console.log(`locales: ${load(FIRST).size} sentences, equal in every language`);
}
