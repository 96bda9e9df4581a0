// The Questionnaire, filled in with LHC-Forms (the form filler of the U.S. National Library of Medicine) in a browser:
// what comes out is read back, and has the verdict of the same answers.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { written } from './written.js';

const VERDICT = process.env.SUPPLE_FHIR_VERDICT
  || fileURLToPath(new URL('../../target/debug/examples/verdict', import.meta.url));
const DIST = fileURLToPath(new URL('./node_modules/lforms/dist/lforms/', import.meta.url));
const KINDS = { '.css': 'text/css', '.js': 'text/javascript', '.png': 'image/png', '.html': 'text/html' };
const PAGE = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/webcomponent/styles.css"><div id="form"></div>
<script src="/webcomponent/assets/lib/zone.min.js"></script><script src="/webcomponent/lhc-forms.js"></script>
<script src="/fhir/lformsFHIRAll.min.js"></script>`;

let browser;
let folder;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.SUPPLE_CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  folder = mkdtempSync(join(tmpdir(), 'supple-fhir-'));
});

after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** A page with the empty form; nothing comes from anywhere but the package. */
async function openForm() {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    const file = join(DIST, pathname);
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: PAGE });
    if (!existsSync(file)) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ contentType: KINDS[extname(file)] || 'text/plain', body: readFileSync(file) });
  });
  await page.goto('http://lforms.invalid/');
  await page.evaluate((questionnaire) => window.LForms.Util.addFormToPage(questionnaire, 'form', { fhirVersion: 'R4' }),
    written('questionnaire'));
  await question(page, 'chest-pain').waitFor();
  return page;
}

function question(page, link) {
  return page.locator(`[id="${link}/1/1"]`);
}

async function fill(page, answers) {
  for (const [link, typed] of Object.entries(answers)) {
    const field = question(page, link);
    await field.waitFor();
    await field.click();
    await field.pressSequentially(typed);
    await field.press('Tab');
  }
}

/** Our verdict on answers in a file, plain or a QuestionnaireResponse. */
function verdict(answers) {
  const file = join(folder, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  return JSON.parse(execFileSync(VERDICT, [file], { encoding: 'utf8' }));
}

function response(page) {
  return page.evaluate(() => window.LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4'));
}

const FILLED = [
  ['a sign that is an emergency', { 'saddle-numbness': 'Yes' }, { 'saddle-numbness': true }, 'emergency'],
  ['a doubt that counts as a yes', { 'chest-pain': 'Not sure', age: '45' }, { 'chest-pain': 'unsure', age: 45 }, 'emergency'],
  ['a number at a threshold, with company', { temperature: '38', diabetes: 'Yes' }, { temperature: 38, diabetes: true }, 'emergency'],
  ['a number just below it', { temperature: '37.9', pain: '7' }, { temperature: 37.9, pain: 7 }, 'same-day'],
  ['a choice', { injury: 'Big' }, { injury: 'serious' }, 'emergency'],
  ['no number, and none to be had', { 'temperature.else': 'Not sure', 'age.else': 'Not sure' }, { temperature: 'unsure', age: 'unsure' }, 'same-day'],
  ['a follow-up question', { stuck: 'Yes', 'hit-head': 'Yes' }, { stuck: true, 'hit-head': true }, 'emergency'],
];

for (const [name, typed, answers, urgency] of FILLED) {
  test(`${name}: the form gives the verdict of the check`, async () => {
    const page = await openForm();
    await fill(page, typed);
    const filled = await response(page);
    assert.equal(filled.resourceType, 'QuestionnaireResponse');
    const [form, check] = [verdict(filled), verdict(answers)];
    assert.deepEqual(form, check);
    assert.equal(form.urgency, urgency);
    await page.close();
  });
}

test('a follow-up question is there only while what it follows is not denied', async () => {
  const page = await openForm();
  assert.equal(await question(page, 'hit-head').count(), 0, 'nothing is known yet');
  await fill(page, { stuck: 'Not sure' });
  await question(page, 'hit-head').waitFor();
  await page.close();
});

test('a question is there from its threshold on', async () => {
  const page = await openForm();
  await fill(page, { temperature: '37.9', days: '1' });
  assert.equal(await question(page, 'diabetes').count(), 0, 'no rule turns on it');
  await page.close();
  const other = await openForm();
  await fill(other, { temperature: '38' });
  await question(other, 'diabetes').waitFor();
  await other.close();
});

test('a number hides the place for doubt, so that a form cannot say both', async () => {
  const page = await openForm();
  await question(page, 'age.else').waitFor();
  await fill(page, { age: '50' });
  await question(page, 'age.else').waitFor({ state: 'detached' });
  await page.close();
});
