// Makes the picture of the README anew: `node picture.js ../../docs/supple.png`.

import { startApp } from './harness.js';

const [out] = process.argv.slice(2);
if (!out) throw new Error('say where to write the picture: node picture.js FILE.png');

const PHONE = { width: 360, height: 700, locale: 'en-GB' };
const app = await startApp();
try {
  const shots = [];
  const shoot = async (dark, visit) => {
    const { page, context } = await app.newPage({ ...PHONE, dark });
    await visit(page);
    shots.push((await page.screenshot()).toString('base64'));
    await context.close();
  };
  const tap = (page, finding, value) => page.locator(`label:has(input[name="${finding}"][value="${value}"])`).click();

  // A diary of two weeks.
  const { page: writer } = await app.newPage(PHONE);
  const post = (path, form = {}) => writer.request.post(app.origin + path, { form, maxRedirects: 0 });
  const day = (back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  for (const [back, pain, spasm] of [[1, 2, 'no'], [2, 6, 'yes'], [3, 3, 'no'], [5, 7, 'yes'], [6, 4, 'no'], [9, 5, 'yes'], [10, 1, 'no']]) {
    await post(`/check-in/${day(back)}`, { pain, spasm, rest: 'no' });
  }

  await shoot(false, (page) => page.goto(app.url));
  await shoot(true, async (page) => {
    await page.goto(`${app.url}check`);
    await page.locator('details.ask summary').first().click();
    await tap(page, 'saddle-numbness', 'unsure');
    await page.evaluate(() => window.scrollTo(0, 130));
  });
  await shoot(false, async (page) => {
    await page.goto(`${app.url}check`);
    await page.locator('details.ask summary').nth(1).click();
    await tap(page, 'urine-retention', 'yes');
    await page.locator('details.ask', { has: page.locator('[name="urine-retention"]') }).locator('.stop button').click();
  });

  await shoot(true, async (page) => {
    await page.goto(app.url);
    await page.locator('form[action="/spasm"] button').click();
    await tap(page, 'intensity', '7');
    await page.evaluate(() => window.scrollTo(0, 240));
    await page.locator('.map label:has(input[value="low-left"])').click();
  });

  const { page } = await app.newPage({ width: 1540, height: 740 });
  const images = shots.map((shot) => `<img src="data:image/png;base64,${shot}" width="360" height="700">`).join('');
  await page.setContent(`<style>body{margin:20px;display:flex;gap:20px;background:#fff}img{border-radius:24px;
    box-shadow:0 0 0 1px #ccc}</style>${images}`);
  await page.screenshot({ path: out });
} finally {
  await app.close();
}
