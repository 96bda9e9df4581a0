// Who sends a push message (VAPID, RFC 8292): node's own cryptography reads what
// `cargo run --package supple-push --example push` made.

import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const FOLDER = process.env.SUPPLE_PUSH || fileURLToPath(new URL('../../target/push', import.meta.url));
const { key, subject, now, pushes } = JSON.parse(readFileSync(join(FOLDER, 'pushes.json'), 'utf8'));

const DAY_S = 86_400;

/** A public key of 65 bytes, as node takes it. */
function publicKey(text) {
  const point = Buffer.from(text, 'base64url');
  assert.equal(point.length, 65);
  assert.equal(point[0], 4, 'not compressed');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
}

/** The token and the key of a header. */
function parts(authorization) {
  const [, token, named] = /^vapid t=([\w-]+\.[\w-]+\.[\w-]+),k=([\w-]{87})$/.exec(authorization);
  return { token, named };
}

const isSigned = (token, by) => {
  const end = token.lastIndexOf('.');
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  return verify('sha256', Buffer.from(token.slice(0, end)), { key: by, dsaEncoding: 'ieee-p1363' }, signature);
};

const read = (part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

test('every token is signed by the key that browsers subscribe with, for its own push service, for less than a day', () => {
  assert.ok(pushes.length > 0);
  for (const { url, headers } of pushes) {
    const { token, named } = parts(headers.Authorization);
    assert.equal(named, key);
    assert.ok(isSigned(token, publicKey(key)), url);
    const [header, claims] = token.split('.').map((part, place) => (place < 2 ? read(part) : part));
    assert.equal(header.alg, 'ES256');
    assert.equal(header.typ, 'JWT');
    assert.equal(claims.aud, new URL(url).origin);
    assert.equal(claims.sub, subject);
    assert.ok(claims.exp > now && claims.exp <= now + DAY_S, `${claims.exp}`);
  }
});

test('a changed token is noticed', () => {
  const { token } = parts(pushes[0].headers.Authorization);
  const [header, claims, signature] = token.split('.');
  const other = Buffer.from(JSON.stringify({ ...read(claims), aud: 'https://other.example' })).toString('base64url');
  assert.ok(!isSigned(`${header}.${other}.${signature}`, publicKey(key)));
});

test('every request has the headers of a push', () => {
  for (const { headers } of pushes) {
    const { Authorization: _, Topic: topic, ...others } = headers;
    assert.deepEqual(others, {
      'Content-Encoding': 'aes128gcm', 'Content-Type': 'application/octet-stream', TTL: '3600', Urgency: 'high',
    });
    assert.match(topic ?? 'none', /^[\w-]{1,32}$/);
  }
});

test('a payload is a declarative push message whose address is whole', () => {
  for (const { payload } of pushes) {
    const { web_push: number, notification } = JSON.parse(payload);
    assert.equal(number, 8030);
    assert.equal(new URL(notification.navigate).origin, 'https://supple.example');
    assert.equal(typeof notification.silent, 'boolean');
    assert.ok(notification.title.length > 0);
  }
});
