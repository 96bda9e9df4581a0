// What reaches out, on real pages with a real server and a real contact (a webhook on this machine): set up, tried, begun, told,
// seen by the link in the message, and ended; read by everyone, with and without script. And nothing leaves while all is off.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { test } from 'node:test';
import { BINARY, axe, leaving, withApp } from './harness.js';

const PAGES = [
  'channels', 'channels/ways', 'channels/press', 'channels/calendar', 'channels/push', 'check-on-me', 'reminders', 'reminders/break',
];
const LOOKS = [{ width: 320, height: 740, dark: true }, { width: 1280, height: 800 }];
const HEIGHT = 4000; // On a phone of 320 px, with everything unfolded that is on.

const main = (page) => page.locator('main').innerText();

/** Someone who takes messages, and keeps them. */
async function withContact(use) {
  const got = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => { got.push({ path: request.url, ...JSON.parse(body) }); response.end(); });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use({ got, url: `http://127.0.0.1:${server.address().port}` });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Runs a command on the diary of the app. */
const supple = (app) => (...command) => execFileSync(BINARY, command, {
  encoding: 'utf8', env: { ...process.env, HOME: app.folder, XDG_DATA_HOME: `${app.folder}/data` },
});

/** Waits until something is so. */
async function until(what, is) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await is()) return;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  assert.fail(`${what}: it never was so`);
}

for (const javaScript of [true, false]) {
  test(`a contact is added, tried, told, sees it, and hears the end${javaScript ? '' : ', with JavaScript off'}`, () => withContact((contact) => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ width: 360, height: 740, javaScript });
    await page.goto(`${app.url}check-on-me`);
    assert.match(await main(page), /Nobody would be told\./);
    await page.getByRole('link', { name: 'Add a contact' }).click();
    const form = page.locator('#contacts form').last();
    await form.getByLabel('Who?').fill('Ann');
    await form.getByText('A program (webhook)').click();
    await form.getByLabel('Address').fill(`${contact.url}/ann`);
    await form.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await until('the test arrives', () => contact.got.length === 1);
    assert.match(contact.got[0].text, /^This is a test\./);
    const command = supple(app);
    command('check-on-me', 'say', '--name', 'Jo', '--server', app.origin);
    // The page counts in minutes; the command can count in seconds.
    command('check-on-me', 'start', '--after', '1s', '--grace', '2s', '--place', 'the kitchen');
    await until('the contact is told', () => contact.got.length === 2);
    const { text, subject } = contact.got[1];
    assert.match(subject, /^Jo has not answered/);
    assert.match(text, /the kitchen/);
    await page.goto(`${app.url}check-on-me`);
    assert.match(await main(page), /Your contacts are being told\.[\s\S]*Ann by webhook: told/);
    const link = text.match(/http\S+\/seen\/\S+/)[0];
    const stranger = await app.newPage({ width: 360, height: 740, javaScript });
    await stranger.page.goto(link);
    await page.reload();
    assert.doesNotMatch(await main(page), /has seen/, 'looking at the link says nothing');
    await stranger.page.getByRole('button', { name: 'I have seen it' }).click();
    assert.match(await main(stranger.page), /Thank you/);
    await page.reload();
    assert.match(await main(page), /Ann has seen your message/);
    await page.getByRole('button', { name: 'I’m all right' }).click();
    assert.match(await main(page), /Everyone who was told is told that, too\./);
    await until('the contact hears the end', () => contact.got.length === 3);
    assert.match(contact.got[2].subject, /I am all right/);
    await stranger.page.goto(link);
    await stranger.page.getByRole('button', { name: 'I have seen it' }).click();
    assert.equal(contact.got.length, 3);
    assert.deepEqual(leaving(app, requests), []);
    assert.deepEqual(errors, []);
  })));
}

test('one press stores one spasm, and whoever only looks at the address stores nothing', () => withApp(async (app) => {
  const { page } = await app.newPage({ width: 360, height: 740 });
  await page.goto(`${app.url}channels/press`);
  await page.getByLabel('For which device?').fill('Watch');
  await page.getByRole('button', { name: 'Make an address' }).click();
  const address = await page.locator('#address').innerText();
  await page.goto(address, { waitUntil: 'commit' }).catch(() => undefined);
  await page.goto(`${app.url}diary`);
  assert.match(await main(page), /Nothing is written yet/);
  const press = () => fetch(address, { method: 'POST' });
  assert.deepEqual((await Promise.all([press(), press(), press()])).map(({ status }) => status), [200, 200, 200]);
  const entries = supple(app)('export').trim().split('\n');
  assert.equal(entries.filter((line) => line.includes('"kind":"spasm"')).length, 1, 'pressed three times at once, it is one');
  await page.goto(`${app.url}channels/press`);
  assert.match(await main(page), /Watch, made .*Last used/);
  await page.getByRole('button', { name: 'Close it' }).click();
  assert.equal((await press()).status, 404);
}));

test('no page of what reaches out has an axe violation, scrolls sideways or is long', () => withContact((contact) => withApp(async (app) => {
  const found = [];
  const looked = async (stage, paths) => {
    for (const look of LOOKS) {
      const { page, context } = await app.newPage(look);
      for (const path of paths) {
        await page.goto(app.url + path);
        const where = `${path}, ${stage}, ${look.width} px`;
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        if (look.width === 320) console.log(`${String(height).padStart(6)} px  ${where}`);
        if (height > HEIGHT) found.push(`${where}: ${height} px`);
        for (const details of await page.locator('main details').all()) await details.evaluate((one) => { one.open = true; });
        for (const violation of await axe(page)) found.push([where, JSON.stringify(violation)]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${where} scrolls sideways by ${wide}`);
      }
      await context.close();
    }
  };
  const command = supple(app);
  await looked('all off', PAGES);
  command('check-on-me', 'add', 'Ann', '--webhook', `${contact.url}/ann`);
  command('check-on-me', 'add', 'my phone', '--me', '--ntfy', `${contact.url}/mine`);
  command('capture', 'make', 'Watch');
  command('reminders', 'on', 'break', '--at', '9:00', '--to', '17:00', '--every', '45', '--days', 'mon,tue');
  command('reminders', 'on', 'visit', '--at', '10:15', '--day', '2030-12-17', '--name', 'Doctor');
  command('check-on-me', 'start', '--after', '2h');
  await looked('on', [...PAGES, 'seen/nothing']);
  command('check-on-me', 'all-right');
  await looked('ended', ['check-on-me']);
  assert.deepEqual(found, []);
})));
