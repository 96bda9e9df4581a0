// Floor mode as someone on the floor meets it: the Enter key alone, nothing lost, in time back to the check.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { axe, leaving, withApp } from './harness.js';

const PHONE = { width: 360, height: 740, locale: 'en-GB', timezoneId: 'Europe/Berlin' };
const BINARY = process.env.SUPPLE_BIN || fileURLToPath(new URL('../../target/release/supple', import.meta.url));

const title = (page) => page.locator('h1').innerText();
const focused = (page) => page.evaluate(() => document.activeElement.textContent);

/**
 * Presses Enter and waits for the page that follows. The browser gives the focus to the button when it first draws the
 * page, which is a moment after the page is there; a person is never that quick.
 */
async function enter(page) {
  for (let looks = 0; looks < 250; looks += 1) {
    if (await page.evaluate(() => document.activeElement !== document.body)) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

/** Opens floor mode and presses Enter until this is the instruction. */
async function walkTo(app, page, instruction) {
  await page.goto(`${app.url}floor`);
  for (let steps = 0; await title(page) !== instruction; steps += 1) {
    assert.ok(steps < 20, `no way to ${instruction}`);
    await enter(page);
  }
}

/** Brings in a way up that another device began so many seconds ago, for someone who went down a little earlier. */
async function begunElsewhere(app, { downAgo, begunAgo }) {
  const time = (secondsAgo) => new Date(Date.now() - secondsAgo * 1000);
  const begun = time(begunAgo);
  const hex = begun.getTime().toString(16).padStart(12, '0');
  const entry = {
    schema: 2,
    id: `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000001`,
    device: randomUUID(),
    sequence: 0,
    previous: null,
    happened: `${begun.toISOString().replace('Z', '+00:00')}[Etc/UTC]`,
    recorded: begun.toISOString(),
    kind: 'plan',
    situation: { place: 'floor', 'down-since': time(downAgo).toISOString(), alone: true, 'at-hand': ['phone'] },
    urgency: 'same-day',
    steps: ['tell-by-phone'],
  };
  const file = join(app.folder, 'elsewhere.jsonl');
  await writeFile(file, `${JSON.stringify(entry)}\n`);
  await app.stop();
  const env = { ...process.env, HOME: app.folder, XDG_DATA_HOME: join(app.folder, 'data') };
  execFileSync(BINARY, ['import', file], { env });
  await app.start();
}

for (const javaScript of [true, false]) {
  const how = javaScript ? '' : ' with JavaScript off';

  test(`the Enter key alone leads from the floor to standing${how}`, () => withApp(async (app) => {
    const { page, requests, errors } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}floor`);
    const way = [];
    while (await title(page) !== 'You are up.') {
      way.push(await title(page));
      assert.ok(way.length < 20, way.join('; '));
      // The button with the focus is the first, it is large, it can be seen, and so can the call.
      const button = page.locator(':focus');
      const box = await button.boundingBox();
      assert.ok(box.height >= 72 && box.width >= 200, `${await focused(page)}: ${box.width}x${box.height}`);
      assert.ok(box.y >= 0 && box.y + box.height <= 740, `${way.at(-1)}: the button is out of sight`);
      assert.ok((await page.locator('a.help').boundingBox()).y >= 0, `${way.at(-1)}: the call is out of sight`);
      await enter(page);
    }
    assert.equal(way[0], 'On the floor? One step at a time.');
    assert.equal(way.at(-1), 'Stand up slowly. Hold on.');
    assert.equal(way.length, 15);
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/floor', 'nothing stands in an address');
    assert.deepEqual(leaving(app, requests), []);
    assert.deepEqual(errors, []);
  }));

  test(`a reload, a closed tab and a restart keep the place${how}`, () => withApp(async (app) => {
    const { page, context } = await app.newPage({ ...PHONE, javaScript });
    await walkTo(app, page, 'Bend your knees. Put your feet flat.');
    await page.reload();
    assert.equal(await title(page), 'Bend your knees. Put your feet flat.');
    await context.close();
    await app.stop();
    await app.start();
    const { page: other } = await app.newPage({ ...PHONE, javaScript });
    await other.goto(`${app.url}floor`);
    assert.equal(await title(other), 'Bend your knees. Put your feet flat.');
    await enter(other);
    const now = await title(other);
    assert.notEqual(now, 'Bend your knees. Put your feet flat.');
    await other.goBack();
    assert.equal(await title(other), now, 'going back shows what is so, not what was');
  }));

  test(`after an hour it says so, and one more tap is the verdict${how}`, () => withApp(async (app) => {
    const { page } = await app.newPage({ ...PHONE, javaScript });
    await page.goto(`${app.url}floor`);
    await page.locator('button[name="hour"]').click();
    assert.equal(await title(page), 'Stop here. Get help.');
    assert.match(await page.locator('main').innerText(), /You have been down for an hour\. That is a warning sign/);
    assert.match(await focused(page), /Call 999/);
    assert.equal(await page.locator(':focus').getAttribute('href'), 'tel:999');
    await page.getByRole('button', { name: 'Do the check now' }).click();
    assert.equal(await page.locator('.verdict').getAttribute('data-urgency'), 'emergency');
    await page.goto(`${app.url}floor`);
    assert.equal(await title(page), 'Call the emergency number now');
    for (let taps = 0; taps < 3; taps += 1) await enter(page);
    assert.equal(await title(page), 'Help is here.');
  }));

  for (const [what, times, says] of [
    ['twenty minutes in which nothing works are over', { downAgo: 1188, begunAgo: 1188 }, /Nothing has worked for 20 minutes/],
    ['an hour is over', { downAgo: 3588, begunAgo: 60 }, /You have been down for an hour/],
  ]) {
    test(`${what}: it shows while nobody taps${how}`, () => withApp(async (app) => {
      await begunElsewhere(app, times);
      const { page } = await app.newPage({ ...PHONE, javaScript });
      await page.goto(`${app.url}floor`);
      assert.equal(await title(page), 'Call or text someone first', 'not yet');
      await page.getByRole('heading', { name: 'Stop here. Get help.' }).waitFor({ timeout: 30_000 });
      assert.match(await page.locator('main').innerText(), says);
    }));
  }
}

test('what is read aloud is off until it is tapped, and stops on a tap', () => withApp(async (app) => {
  const { page, context } = await app.newPage(PHONE);
  await context.addInitScript(() => {
    window.spoken = [];
    const voice = { speak: (speech) => window.spoken.push(speech), cancel: () => window.spoken.push('stop') };
    Object.defineProperty(window, 'speechSynthesis', { value: voice });
  });
  await walkTo(app, page, 'Move your toes and feet');
  const spoken = () => page.evaluate(() => window.spoken.map((speech) => speech.text ?? speech));
  assert.deepEqual(await spoken(), []);
  const button = page.locator('#aloud');
  await button.click();
  assert.equal((await spoken()).at(-1), 'Move your toes and feet Pull them up and let them go, a few times. Small is fine.');
  assert.equal(await button.innerText(), 'Stop reading');
  await button.click();
  assert.equal((await spoken()).at(-1), 'stop');
  assert.equal(await button.innerText(), 'Read aloud');
  await page.locator('button[value="done"]').click();
  assert.deepEqual(await spoken(), [], 'the next step is quiet again');
}));

test('the screen stays awake while the page is in sight, and a browser that refuses is no harm', () => withApp(async (app) => {
  const { page, context, errors } = await app.newPage(PHONE);
  await context.addInitScript(() => {
    window.locks = [];
    const request = async (kind) => {
      const lock = new EventTarget();
      lock.kind = kind;
      window.locks.push(lock);
      if (window.locks.length > 2) throw new Error('low battery');
      return lock;
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  });
  await page.goto(`${app.url}floor`);
  const count = () => page.evaluate(() => window.locks.length);
  await page.waitForFunction(() => window.locks.length === 1);
  const show = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await show();
  assert.equal(await count(), 1, 'it is held already');
  await page.evaluate(() => window.locks[0].dispatchEvent(new Event('release')));
  await show();
  assert.equal(await count(), 2, 'taken again after the page was hidden');
  await page.evaluate(() => window.locks[1].dispatchEvent(new Event('release')));
  await show();
  assert.equal(await count(), 3);
  assert.deepEqual(errors, []);
}));

test('without script and without a voice there is no button to read aloud', () => withApp(async (app) => {
  const { page } = await app.newPage({ ...PHONE, javaScript: false });
  await page.goto(`${app.url}floor`);
  assert.ok(!await page.locator('#aloud').isVisible());
}));

test('the ring of the breath moves only where motion is wanted', () => withApp(async (app) => {
  for (const [reducedMotion, moves] of [['no-preference', true], ['reduce', false]]) {
    const { page, context } = await app.newPage({ ...PHONE, reducedMotion });
    await page.goto(`${app.url}floor`);
    for (let steps = 0; await title(page) !== 'Breathe slowly' && steps < 5; steps += 1) await enter(page);
    const ring = page.locator('.ride');
    assert.equal(await ring.evaluate((element) => element.getAnimations().length > 0), moves, reducedMotion);
    assert.ok(await ring.isVisible());
    await context.close();
  }
}));

test('no page of floor mode has an accessibility violation, and every target is 72 px high', () => withApp(async (app) => {
  const { page: first } = await app.newPage(PHONE);
  const state = async (say) => {
    if (say) await first.locator(`button[${say}]`).first().click();
    else await first.goto(`${app.url}floor`);
    for (const dark of [false, true]) {
      for (const width of dark ? [320] : [360, 1280]) {
        const { page, context } = await app.newPage({ ...PHONE, width, dark });
        await page.goto(`${app.url}floor`);
        const look = `${await title(page)} at ${width}, ${dark ? 'dark' : 'light'}`;
        assert.deepEqual(await axe(page), [], look);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        assert.ok(!wider, `${look}: scrolls sideways`);
        const small = await page.locator('.floor :is(a:not(.skip, .reasons p a), button, summary)').evaluateAll((all) => all
          .filter((element) => element.checkVisibility())
          .map((element) => [element.textContent.trim(), element.getBoundingClientRect()])
          .filter(([, box]) => box.height < 71.5 || box.width < 72)
          .map(([text, box]) => `${text} ${Math.round(box.width)}x${Math.round(box.height)}`));
        assert.deepEqual(small, [], look);
        const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.equal(ground, 'rgb(21, 18, 15)', `${look}: it is dark at any hour`);
        await context.close();
      }
    }
  };
  await state();
  await state('name="hour"');
  await state('value="up"');
  await state('value="start"');
  await state('value="done"');
  await state('value="worse"');
  await first.getByRole('button', { name: 'Do the check now' }).click();
  // What was found makes an emergency: from here on, help is waited for.
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await first.request.post(`${app.origin}/check`, { headers, data: 'found=stuck&found=stuck-over-an-hour' });
  await state();
  assert.equal(await title(first), 'Call the emergency number now');
  for (let taps = 0; taps < 2; taps += 1) await first.locator('button[value="done"]').click();
  await state('value="done"');
  assert.equal(await title(first), 'Help is here.');
}));
