// Takes pictures of pages: node screenshots.js OUTDIR PATH…
// Needs the release binary; a new app is started, so that the pages are those of a first visit.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withApp } from './harness.js';

const LOOKS = [
  { width: 360, height: 740, dark: false },
  { width: 360, height: 740, dark: true },
  { width: 1280, height: 800, dark: false },
];

const [folder, ...paths] = process.argv.slice(2);
if (!folder || paths.length === 0) {
  console.error('Usage: node screenshots.js OUTDIR PATH…   (a PATH is like / or /exercises)');
  process.exit(1);
}

await mkdir(folder, { recursive: true });
await withApp(async (app) => {
  for (const look of LOOKS) {
    const { page, context } = await app.newPage(look);
    for (const path of paths) {
      await page.goto(new URL(path, app.url).href, { waitUntil: 'networkidle' });
      const file = join(folder, fileName(path, look));
      await page.screenshot({ path: file, fullPage: true });
      console.log(file);
    }
    await context.close();
  }
});

/** `/a/b?c` at 360x740 in the dark is a-b-c-360x740-dark.png. */
function fileName(path, { width, height, dark }) {
  const name = path.split(/[^\w.]+/).filter(Boolean).join('-') || 'home';
  return `${name}-${width}x${height}-${dark ? 'dark' : 'light'}.png`;
}
