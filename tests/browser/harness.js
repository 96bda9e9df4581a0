// Runs the program and a browser for the tests.
//
//   test('…', () => withApp(async (app) => {
//     const { page, requests, errors } = await app.newPage({ width: 360, dark: true });
//     await page.goto(app.url);
//   }));
//
// Every app has a server, a browser and a folder of its own, so that tests can run side by side
// and never touch the data of the person who runs them.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import jsQR from 'jsqr';
import { chromium } from 'playwright-core';

const START_MS = 30_000;
const STOP_MS = 5_000;
const PAGE_MS = 15_000;
const TEST_MS = 400_000; // A busy machine is no fault of a page: what a page may take is asked where it is timed.

/** The program that is tested. */
export const BINARY = process.env.SUPPLE_BIN
  || fileURLToPath(new URL('../../target/release/supple', import.meta.url));

const BROWSER_ARGS = [
  '--no-sandbox', // Needed as root, as in most containers; only our own pages are opened.
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A request that should not be there is recorded, and goes nowhere.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** A phone, for a browser that keeps what it is told. */
const PHONE = { viewport: { width: 360, height: 740 }, serviceWorkers: 'allow' };

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const AXE_OPTIONS = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  // Beyond A and AA; axe leaves both off unless asked.
  // AAA's contrast asks for all that AA's does, and each looks at every text: one of them is enough.
  rules: {
    'color-contrast': { enabled: false }, 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true },
  },
  // No fetching of style sheets: it would show up among the page's requests.
  preload: false,
  resultTypes: ['violations'],
};

/** Runs `use` with a started app, and closes the app whatever happens, even if `use` hangs. */
export async function withApp(use, options) {
  const app = await startApp(options);
  try {
    return await within(TEST_MS, 'the test', use(app));
  } finally {
    await app.close();
  }
}

/**
 * Starts a server and a browser. Whoever calls this must call `close()`, for instance in `after`.
 *
 * `args` and `env` are added to the server's. `folder` is its home folder: by default a new one,
 * which `close()` deletes; one that is given is kept. With `profile`, a folder, the browser keeps what it is told there,
 * so that `restartBrowser()` finds it again; such a browser has one context, and its service workers are let in.
 */
export async function startApp({ args = [], env = {}, folder, profile } = {}) {
  const home = folder ?? await mkdtemp(join(tmpdir(), 'supple-test-'));
  let server;
  let browser;

  const close = async () => {
    await browser?.close();
    await server?.stop();
    if (!folder) await rm(home, { recursive: true, force: true });
  };

  const launch = () => (profile ? launchProfile(profile) : chromium.launch(launchOptions()));

  try {
    server = await startServer({ listen: '127.0.0.1:0', args, env, home });
    browser = await launch();
  } catch (error) {
    await close();
    throw error;
  }

  const { origin, host } = new URL(server.url);
  let printed = '';

  return {
    /** The home page's address. */
    url: `${origin}/`,
    origin,
    /** The server's home folder. */
    folder: home,
    browser,
    /** Closes the browser and starts it again, with the same profile. Gives its first page. */
    async restartBrowser() {
      await browser.close();
      browser = await launch();
      return browser.pages()[0];
    },
    /** The first page of a browser with a profile. */
    firstPage: () => browser.pages()[0],
    /** Runs a command of the program on the same data, and gives what it prints. */
    command: (...command) => execFileSync(BINARY, command, { env: environment(home, env), encoding: 'utf8' }),
    /** All that the server has printed, on both streams and over restarts. */
    output: () => printed + server.output(),
    newPage: (pageOptions) => newPage(browser, pageOptions),
    /** Stops the server and leaves the browser open, as when the device has lost it. */
    stop: () => server.stop(),
    /** Starts it again after `stop()`, with the same data, at the same address. */
    async start() {
      printed += server.output();
      server = await startServer({ listen: host, args, env, home });
    },
    close,
  };
}

/** A browser, as a phone, that keeps what it is told in this folder. It has one context. */
export async function launchProfile(profile, options = {}) {
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions(), ...PHONE, ...options });
  context.pages().forEach(goesAgain);
  context.on('page', goesAgain);
  context.setDefaultTimeout(PAGE_MS);
  return context;
}

/** The browser itself: the lighter one, which most tests take, reads no settings of a profile. */
export const wholeBrowser = () => ({ executablePath: browserPath() });

const launchOptions = () => ({
  executablePath: process.env.SUPPLE_CHROMIUM_LIGHT || browserPath(), args: BROWSER_ARGS, timeout: START_MS,
});

/**
 * Opens an empty page in a browser profile of its own.
 *
 * Options other than the four named here are passed to Playwright's `newContext`. The result has
 * the `page`, its `context`, and two lists that grow: `requests`, the address of everything that
 * was asked for, by pop-ups and service workers too; and `errors`, what went wrong in the console.
 */
async function newPage(browser, options = {}) {
  const { width = 1280, height = 800, dark = false, javaScript = true, ...rest } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: javaScript,
    // Most tests are of what the server says; what the worker says is the same (parity.test.js).
    serviceWorkers: 'block',
    ...rest,
  });
  context.setDefaultTimeout(PAGE_MS);
  context.on('page', goesAgain);

  const requests = [];
  const errors = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('page', (page) => page.on('websocket', (socket) => requests.push(socket.url())));
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  context.on('weberror', (webError) => errors.push(String(webError.error())));

  const page = await context.newPage();
  return { page, context, requests, errors };
}

/**
 * Lets `page.goto` try once more after the navigation of a tap before it: the browser ends one of two that meet, and the
 * address that a test names is the one that it wants.
 */
function goesAgain(page) {
  const once = page.goto.bind(page);
  page.goto = (...to) => once(...to).catch((error) => {
    if (!/ERR_ABORTED/.test(error.message)) throw error;
    return once(...to);
  });
}

/** The addresses among `requests` that leave the app. */
export function leaving(app, requests) {
  const own = new Set([app.origin, app.origin.replace('http:', 'ws:')]);
  const local = new Set(['data:', 'blob:', 'about:']);
  return requests.map((address) => new URL(address, app.url))
    .filter((url) => !local.has(url.protocol) && !own.has(`${url.protocol}//${url.host}`))
    .map(String);
}

/** What a camera would read of a part of the page, as it is on the screen. */
export async function scanned(part) {
  const picture = (await part.screenshot()).toString('base64');
  const blank = await part.page().context().browser().newPage(); // One with JavaScript.
  const { data, width, height } = await blank.evaluate(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data, width, height } = canvas.getImageData(0, 0, image.width, image.height);
    return { data: Array.from(data), width, height };
  }, picture);
  await blank.close();
  return jsQR(Uint8ClampedArray.from(data), width, height)?.data;
}

/**
 * What axe finds wrong with the page as it is now: WCAG 2.2 A and AA, AAA's contrast, target size. Colours depend on the
 * scheme and sizes on the width: a test of many pages looks at a small phone by night and at a wide screen by day.
 *
 * The source goes in over the debugging protocol, which the page's content security policy does
 * not bind, so that the policy stays on and the page is the one that people get. It needs a page
 * with JavaScript on.
 */
export async function axe(page) {
  await page.evaluate(AXE_SOURCE);
  const run = page.evaluate((options) => window.axe.run(document, options), AXE_OPTIONS);
  const { violations } = await within(PAGE_MS, 'axe (is JavaScript on?)', run);
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(({ target, failureSummary }) => ({ target: target.join(' '), failureSummary })),
  }));
}

/**
 * Fetches one address as a browser would, and tells what it cost: `bytes` is all that came over
 * the wire, headers included; `encoding` is the body's (undefined when it was not compressed).
 */
export async function compressedSize(address) {
  const request = http.get(address, { agent: false, headers: { 'accept-encoding': 'br, gzip' } });
  const [response] = await once(request, 'response');
  const { socket } = response;
  for await (const chunk of response) void chunk;
  return {
    status: response.statusCode,
    encoding: response.headers['content-encoding'],
    bytes: socket.bytesRead,
  };
}

/**
 * Runs `use` with the origin of a server between browser and app, which changes what comes back: to another body, or to
 * another answer as `{ status, headers, body }`.
 */
export async function withProxy(app, change, use) {
  const server = http.createServer(async (request, response) => {
    const answer = await new Promise((resolve, reject) => {
      const headers = { ...request.headers, 'accept-encoding': 'identity' };
      const asked = http.request(app.origin + request.url, { method: request.method, headers }, resolve);
      asked.on('error', reject);
      request.pipe(asked);
    }).catch(() => undefined);
    if (!answer) {
      response.destroy();
      return;
    }
    const parts = [];
    for await (const part of answer) parts.push(part);
    const changed = await change({ path: request.url, body: Buffer.concat(parts) });
    if (changed?.status) {
      response.writeHead(changed.status, changed.headers).end(changed.body);
      return;
    }
    const { 'content-length': _, ...headers } = answer.headers;
    response.writeHead(answer.statusCode, headers).end(changed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const KINDS_OF_FILES = {
  '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.png': 'image/png', '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm', '.webmanifest': 'application/manifest+json',
};

/** A web host that only sends files, and no header but their kind. */
export async function plainHost(folder) {
  const server = http.createServer(async (request, response) => {
    const path = join(folder, normalize(new URL(request.url, 'http://host').pathname));
    for (const file of [path, join(path, 'index.html')]) {
      try {
        const content = request.method === 'GET' ? await readFile(file) : undefined;
        if (content === undefined) break;
        response.writeHead(200, { 'content-type': KINDS_OF_FILES[extname(file)] ?? 'application/octet-stream' }).end(content);
        return;
      } catch { /* Not this one. */ }
    }
    response.writeHead(request.method === 'GET' ? 404 : 405).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Starts the server and waits for the line that says where it listens. */
async function startServer({ listen, args, env, home }) {
  const child = spawn(BINARY, ['serve', '--listen', listen, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(home, env),
  });
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow); // A test that throws its runner away must not leave a server.

  let out = '';
  let all = '';
  const listening = new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      all += text;
      out += text;
      const found = /http:\/\/127\.0\.0\.1:\d+(?=\D)/.exec(out);
      if (found) resolve(found[0]);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => { all += text; });
    child.once('error', (error) => {
      reject(new Error(`${error.message}: build it with cargo build --release -p supple`));
    });
    child.once('close', (code, signal) => {
      process.off('exit', killNow);
      reject(new Error(`the server ended (${signal ?? code}) before it listened`));
    });
  });

  let url;
  try {
    url = await within(START_MS, 'the start of the server', listening);
  } catch (error) {
    killNow();
    error.message += `\n${all}`; // What it printed is most often the reason.
    throw error;
  }

  return {
    url,
    output: () => all,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      const timer = setTimeout(killNow, STOP_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** What the program is told of the machine: a home of its own. */
const environment = (home, env) => ({ ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), ...env });

/** What `promise` gives, or an error when that takes too long. */
async function within(ms, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The browser to drive: SUPPLE_CHROMIUM's, or the first one on PATH. */
function browserPath() {
  if (process.env.SUPPLE_CHROMIUM) return process.env.SUPPLE_CHROMIUM;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (!found) throw new Error('no browser: run `cargo xtask setup`, or set SUPPLE_CHROMIUM to one');
  return found;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
