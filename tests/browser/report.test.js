// One page for the doctor: saved as a PDF, with and without a network, and found again in the diary.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { axe, compressedSize, leaving, withApp } from './harness.js';
import { fill } from './pages.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };

const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** Saves the report as a PDF and gives its bytes. */
async function saved(page) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save it as a PDF' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^back-spasm-record-\d{4}-\d\d-\d\d\.pdf$/);
  const bytes = await readFile(await download.path());
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  return bytes;
}

/** What the diary says to the file of a report. */
async function judged(app, page, buffer) {
  await page.goto(`${app.origin}/doctor/proof`);
  await page.locator('input[type="file"]').setInputFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer });
  await page.getByRole('button', { name: 'Look' }).click();
  return page.getByRole('alert').innerText();
}

for (const javaScript of [true, false]) {
  test(`a report is saved as a PDF, and its diary knows it (script: ${javaScript})`, () => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    await fill(app, page, 'full');
    await page.goto(`${app.url}doctor/report`);
    await page.locator('summary', { hasText: 'Change period' }).click();
    await page.locator('input[name="name"]:visible').fill('Jo Example');
    await page.getByText('Each spasm', { exact: true }).click();
    await page.getByRole('button', { name: 'Show it so' }).click();
    await page.getByRole('heading', { name: /Jo Example/ }).waitFor();
    const pdf = await saved(page);
    assert.match(await judged(app, page, pdf), /holds all that report .* unchanged/);
    assert.match(await judged(app, page, Buffer.from('a letter')), /no report of Supple/);
    assert.deepEqual(leaving(app, requests), []);
    assert.deepEqual(errors.filter((line) => !/422/.test(line)), []);
  }));
}

test('a PDF is made without the network; what makes it is loaded when the page is opened, and not before', () => withApp(async (app) => {
  const { page, context } = await app.newPage({ ...PHONE, serviceWorkers: 'allow' });
  const loaded = [];
  context.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(app.url);
  await controlled(page);
  await fill(app, page, 'full');
  await page.goto(`${app.origin}/doctor`);
  const isModule = (path) => /\/offline\/paper-.*\.wasm$/.test(path);
  const isKept = () => page.evaluate(async () => {
    const names = await caches.keys();
    const found = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((it) => it.url)));
    return found.flat().some((url) => /\/offline\/paper-.*\.wasm$/.test(url));
  });
  assert.equal(loaded.some(isModule), false, 'nobody loads it who does not want it');
  assert.equal(await isKept(), false);
  await page.goto(`${app.origin}/doctor/report`);
  for (let tries = 0; tries < 100 && !await isKept(); tries += 1) await page.waitForTimeout(100);
  assert.ok(await isKept(), 'the page on which it is offered has it loaded');
  await app.stop();
  await page.goto(`${app.origin}/doctor/report`);
  const pdf = await saved(page);
  assert.match(await judged(app, page, pdf), /holds all that report .* unchanged/);
}));

test('where the network was never there since, the page says so and can be printed', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, serviceWorkers: 'allow' });
  await page.goto(app.url);
  await controlled(page);
  await app.stop();
  await page.goto(`${app.origin}/doctor/report`);
  await page.getByRole('button', { name: 'Save it as a PDF' }).click();
  await page.getByText(/needs the network once/).waitFor();
}));

test('what makes a PDF is less than 0.9 MB', () => withApp(async (app) => {
  const script = await (await fetch(`${app.origin}/sw.js`)).text();
  const { paper, paperGlue } = JSON.parse(/const BUNDLE = (.*);/.exec(script)[1]);
  const sizes = await Promise.all([paper, paperGlue].map(async (path) => {
    const response = await compressedSize(app.origin + path);
    assert.equal(response.encoding, 'br', path);
    return response.bytes;
  }));
  console.log(`${sizes} bytes`);
  assert.ok(sizes[0] + sizes[1] < 900_000, String(sizes));
}));

for (const javaScript of [true, false]) {
  test(`a questionnaire is ticked and stands in the report with its change (script: ${javaScript})`, () => withApp(async (app) => {
    const { page, errors } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}doctor`);
    await page.getByRole('link', { name: /24 sentences about your back/ }).click();
    assert.equal(await page.getByRole('checkbox').count(), 25, 'each sentence, and none of them');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Nothing was stored yet.').waitFor();
    for (const sentence of ['I sleep less well because of my back.', 'Because of my back, I lie down to rest more often.']) {
      await page.getByText(sentence, { exact: true }).click();
    }
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: /^Stored at/ }).waitFor();
    assert.match(await page.locator('main').innerText(), /Roland-Morris: 2 of 24/);
    await page.goto(`${app.url}doctor/questionnaire/roland-morris`);
    await page.getByText('None of these today', { exact: true }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.goto(`${app.url}doctor/report`);
    assert.match(await page.locator('article').first().innerText(), /0 of 24 on .*was 2 on .*2 fewer, within the error of 4 to 5 points/);
    assert.deepEqual(errors.filter((line) => !/422/.test(line)), []);
  }));
}

test('no page for the doctor has an accessibility violation, or scrolls sideways', () => withApp(async (app) => {
  const { page: writer } = await app.newPage(PHONE);
  await fill(app, writer, 'full');
  for (const colorScheme of ['light', 'dark']) {
    const { page, context } = await app.newPage({ ...PHONE, colorScheme });
    for (const address of ['doctor', 'doctor/report', 'doctor/card', 'doctor/proof', 'doctor/link', 'doctor/questionnaire/roland-morris', 'keep/import']) {
      await page.goto(app.url + address);
      for (const closed of await page.locator('main details:not([open]) > summary').all()) await closed.click();
      assert.deepEqual(await axe(page), [], `${address} ${colorScheme}`);
      for (const width of [320, 360]) {
        await page.setViewportSize({ width, height: 740 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `/${address} at ${width} is ${wide} px too wide`);
      }
    }
    await context.close();
  }
}));
