// What `cargo run --package supple-fhir --example exchange` wrote.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the files. */
export const FOLDER = process.env.SUPPLE_FHIR || fileURLToPath(new URL('../../target/fhir', import.meta.url));

/** One of the files, read. */
export function written(name) {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
}
