// Takes pictures of pages: node screenshots.js OUTDIR [PATH…]
//
// With paths: of a first visit. Without: every page, on the diaries of pages.js, in every look; a page that says the same
// on a later diary is not taken again. Needs the release binary, or SUPPLE_BIN.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startApp } from './harness.js';
import { NAMES, everyAddress, fill } from './pages.js';

const LOOKS = {
  '360-light': { width: 360, height: 740 },
  '360-dark': { width: 360, height: 740, dark: true },
  '320-light': { width: 320, height: 640 },
  '1280-light': { width: 1280, height: 800 },
  '1280-dark': { width: 1280, height: 800, dark: true },
  '360-large-text': { width: 360, height: 740, text: 2 },
  '360-no-script': { width: 360, height: 740, javaScript: false },
};

const [folder, ...paths] = process.argv.slice(2);
if (!folder) {
  console.error('Usage: node screenshots.js OUTDIR [PATH…]   (a PATH is like / or /check; without one every page is taken)');
  process.exit(1);
}

/** `/a/b?c` is a-b-c. */
const fileName = (path) => path.split(/[^\w.]+/).filter(Boolean).join('-').slice(0, 80) || 'home';

const seen = new Set();
let taken = 0;

/** Pictures of these pages in one look. */
async function shoot(app, diary, look, addresses) {
  const { text = 1, ...options } = LOOKS[look];
  const { page, context } = await app.newPage({ ...options, locale: 'en-GB' });
  const into = join(folder, diary, look);
  await mkdir(into, { recursive: true });
  for (const path of addresses) {
    await page.goto(new URL(path, app.url).href, { waitUntil: 'load' });
    const said = `${look} ${path} ${await page.locator('body').innerText()}`;
    if (seen.has(said)) continue;
    seen.add(said);
    if (text !== 1) {
      await page.evaluate((factor) => {
        const root = document.documentElement;
        root.style.fontSize = `${factor * Number.parseFloat(getComputedStyle(root).fontSize)}px`;
      }, text);
    }
    await page.screenshot({ path: join(into, `${fileName(path)}.png`), fullPage: true });
    taken += 1;
  }
  await context.close();
}

for (const diary of paths.length > 0 ? ['new'] : NAMES.toReversed()) {
  const app = await startApp();
  try {
    const { page, context } = await app.newPage();
    await fill(app, page, diary);
    const addresses = paths.length > 0 ? paths : await everyAddress(app, page, 1);
    await context.close();
    const waiting = Object.keys(LOOKS);
    const work = async () => {
      for (let look = waiting.shift(); look; look = waiting.shift()) await shoot(app, diary, look, addresses);
    };
    await Promise.all([work(), work()]);
  } finally {
    await app.close();
  }
}
console.log(`${taken} pictures are in ${folder}`);
