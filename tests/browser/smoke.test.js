import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaving, withApp } from './harness.js';

test('the home page opens, and asks nothing of anyone else', () => withApp(async (app) => {
  const { page, requests, errors } = await app.newPage();

  const response = await page.goto(app.url, { waitUntil: 'networkidle' });

  assert.equal(response.status(), 200);
  assert.match(await page.title(), /Supple/);
  assert.ok(requests.includes(app.url), 'the recording works');
  assert.deepEqual(leaving(app, requests), []);
  assert.deepEqual(errors, []);
}));
