// The report by a code: the link is opened by a program that others wrote, and by our own viewer; who may not, may not; and
// the server never keeps the key.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { SHLExpiredError, SHLInvalidPasscodeError, SHLViewer } from 'kill-the-clipboard';
import { axe, leaving, scanned, withApp } from './harness.js';
import { send } from './pages.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
const RECIPIENT = 'Dr. Example';

/** Makes a link on the page, as a person does, and gives it. */
async function made(app, page, { lasts, passcode } = {}) {
  await page.goto(`${app.url}doctor/link`);
  if (lasts) await page.getByText(lasts, { exact: true }).click();
  if (passcode) await page.locator('#passcode').fill(passcode);
  await page.getByRole('button', { name: 'Make the link' }).click();
  return (await page.locator('#made .address').textContent()).trim();
}

/** What an independent client finds under the link. */
async function opened(link, options = {}) {
  const { fhirResources } = await new SHLViewer({ shlinkURI: link }).resolveSHL({ recipient: RECIPIENT, ...options });
  return fhirResources[0];
}

const payload = (link) => JSON.parse(Buffer.from(link.split('shlink:/')[1], 'base64url').toString());

/** Every file below a folder, as bytes. */
function everyFile(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name))]);
}

async function withDiary(app, page) {
  await send(app, page, '/log/spasm', { when: 'now', intensity: '7', long: '10' });
}

for (const javaScript of [true, false]) {
  test(`a link is opened by an independent client, until it is stopped (script: ${javaScript})`, () => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    await withDiary(app, page);
    const link = await made(app, page);
    assert.ok(link.startsWith(`${app.origin}/shl#shlink:/`), link);
    const { url, key, flag, exp } = payload(link);
    assert.ok(url.length <= 128 && key.length === 43 && flag === 'U', JSON.stringify({ url, flag }));
    assert.ok(Math.abs(exp - Date.now() / 1000 - 24 * 3600) < 60);
    const bundle = await opened(link);
    assert.equal(bundle.type, 'collection');
    const kinds = bundle.entry.map(({ resource }) => resource.resourceType);
    assert.equal(kinds.filter((kind) => kind === 'Patient').length, 1);
    const file = bundle.entry.find(({ resource }) => resource.resourceType === 'DocumentReference').resource;
    const pdf = Buffer.from(file.content[0].attachment.data, 'base64');
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');

    await page.goto(`${app.url}doctor/link`);
    await page.getByText(`1 opening, the last`).waitFor();
    await page.getByText(RECIPIENT).waitFor();
    await page.getByRole('button', { name: 'Stop it' }).click();
    await assert.rejects(opened(link), /not found|404|no longer/i);
    assert.equal(await page.getByRole('button', { name: 'Stop it' }).count(), 0);
    assert.deepEqual(leaving(app, requests), []);
    assert.deepEqual(errors, []);
  }));
}

test('a link with a passcode opens with it alone, and ends for good after ten wrong ones at once', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await withDiary(app, page);
  const link = await made(app, page, { lasts: 'One hour', passcode: 'crocus 7' });
  assert.equal(payload(link).flag, 'P');
  await assert.rejects(opened(link), SHLInvalidPasscodeError);
  await assert.rejects(opened(link, { passcode: 'crocus 8' }), SHLInvalidPasscodeError);
  assert.equal((await opened(link, { passcode: 'crocus 7' })).resourceType, 'Bundle');
  // What is too long to stand in the answer is fetched from an address that leads there for a short while.
  assert.equal((await opened(link, { passcode: 'crocus 7', embeddedLengthMax: 100 })).resourceType, 'Bundle');
  const { url } = payload(link);
  assert.equal((await fetch(`${url}?recipient=x`)).status, 405);
  const tried = await Promise.all(Array.from({ length: 30 }, async () => {
    const body = JSON.stringify({ recipient: RECIPIENT, passcode: 'wrong' });
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return answer.status === 401 ? (await answer.json()).remainingAttempts : answer.status;
  }));
  const counted = tried.filter((left) => left < 10).sort((one, other) => one - other);
  assert.deepEqual(counted, [0, 1, 2, 3, 4, 5, 6, 7, 8], 'one was used up before');
  assert.equal(tried.filter((status) => status === 404).length, 21);
  await assert.rejects(opened(link, { passcode: 'crocus 7' }), /not found|404|no longer/i);
  await page.goto(`${app.url}doctor/link`);
  await page.getByText('Closed after too many wrong passcodes').waitFor();
}));

test('a link that has ended opens nowhere, whatever it says of itself', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await withDiary(app, page);
  const link = await made(app, page, { lasts: 'One hour' });
  const { url, key } = payload(link);
  const expired = { url, key, flag: 'U', exp: Math.floor(Date.now() / 1000) - 60 };
  const told = `shlink:/${Buffer.from(JSON.stringify(expired)).toString('base64url')}`;
  await assert.rejects(opened(told), SHLExpiredError);
  // Two hours pass for the server alone. The link still says that it is good.
  const [[list, text]] = everyFile(app.folder).filter(([path]) => path.endsWith('.links/list'));
  const kept = JSON.parse(text);
  kept.links[0].until = new Date(Date.now() - 3_600_000).toISOString();
  assert.equal((await opened(link)).resourceType, 'Bundle');
  writeFileSync(list, JSON.stringify(kept));
  await assert.rejects(opened(link), /not found|404|no longer/i);
  assert.deepEqual(everyFile(app.folder).filter(([path]) => path.endsWith('.jose')), [], 'and what waited is gone');
}));

test('neither the database nor any other file of the server holds the key, the address or the passcode', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await withDiary(app, page);
  const link = await made(app, page, { passcode: 'crocus 7' });
  const { url, key } = payload(link);
  const secrets = [key, url.split('/').pop(), 'crocus 7', link.split('shlink:/')[1]].map((text) => Buffer.from(text));
  secrets.push(Buffer.from(key, 'base64url'));
  const look = () => everyFile(app.folder).flatMap(([path, bytes]) => secrets.filter((secret) => bytes.includes(secret)).map(() => path));
  assert.deepEqual(look(), []);
  // The write-ahead log and the shared memory of the database are among them, while it is open and after.
  assert.ok(everyFile(app.folder).some(([path]) => path.endsWith('.db-wal')), 'looked at while the database is open');
  await opened(link, { passcode: 'crocus 7' });
  await app.stop();
  assert.deepEqual(look(), []);
  assert.ok(!app.output().includes(key), 'nor does it print it');
}));

test('a practice sees the report in our viewer, which asks for the passcode and says what is wrong', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await withDiary(app, page);
  const open = await made(app, page);
  const locked = await made(app, page, { passcode: 'crocus 7' });
  for (const colorScheme of ['light', 'dark']) {
    const { page: theirs, requests, errors } = await app.newPage({ ...PHONE, colorScheme });
    await theirs.goto(open);
    await theirs.locator('#text').getByText('Back spasm record').waitFor();
    assert.deepEqual(await axe(theirs), []);
    const waiting = theirs.waitForEvent('download');
    await theirs.getByRole('link', { name: 'Save the PDF' }).click();
    assert.equal(readFileSync(await (await waiting).path()).subarray(0, 5).toString(), '%PDF-');
    // The same tab: only what stands behind the # is another.
    await theirs.goto(locked);
    await theirs.locator('#passcode').fill('crocus 8');
    await theirs.getByRole('button', { name: 'Open' }).click();
    await theirs.getByText(/This passcode is wrong\. \d tries are left/).waitFor();
    await theirs.locator('#passcode').fill('crocus 7');
    await theirs.getByRole('button', { name: 'Open' }).click();
    await theirs.locator('#text').getByText('Back spasm record').waitFor();
    // The key stays behind the #.
    const key = payload(locked).key;
    assert.ok(requests.every((url) => !url.split('#')[0].includes(key)));
    assert.deepEqual(leaving(app, requests), []);
    assert.deepEqual(errors.filter((line) => !/401/.test(line)), []);
    await theirs.goto(`${app.origin}/shl#shlink:/e30`);
    await theirs.getByText('There is no link in this address').waitFor();
  }
}));

test('the app in a browser has its server make the link, and without it says what is left', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, serviceWorkers: 'allow' });
  await page.goto(app.url);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await page.locator('form[action="/spasm"] button').click();
  await page.getByText(/Stored at/).first().waitFor();
  const link = await made(app, page);
  assert.equal((await opened(link)).type, 'collection');
  // The viewer is the server's, also where the app is on the device.
  const theirs = await page.context().newPage();
  await theirs.goto(link);
  await theirs.locator('#text').getByText('1 spasm on 1 day').waitFor();
  await app.stop();
  await page.goto(`${app.url}doctor/link`);
  await page.getByText('none can be reached now').waitFor();
  assert.match(await scanned(page.locator('#short svg')), /1 spasm on 1 day/);
}));

test('without a server the code holds the words themselves, and fits a camera', () => withApp(async (app) => {
  const { page } = await app.newPage(PHONE);
  await withDiary(app, page);
  await page.goto(`${app.url}doctor/link`);
  const squares = await page.locator('#short svg').boundingBox();
  assert.ok(squares.width >= 280, `${squares.width} px`);
  await page.locator('#short summary').click();
  const said = await page.locator('#short pre').innerText();
  assert.match(said, /1 spasm on 1 day/);
  const read = await scanned(page.locator('#short svg'));
  assert.equal(read?.trim(), said.trim());
}));
