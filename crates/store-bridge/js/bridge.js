// Opens stores of this browser for tests that run outside of it: each is a handle that a number names. `Host` and
// `IndexedDbStore` are the scripts of the service worker, loaded before this one.

const handles = new Map();

/** How long an answer may take: a test that waits for one that never comes ends, too. */
const PATIENCE_MS = 120_000;

/** Makes the module ready, from the base64 of its bytes. */
async function load(code) {
  await wasm_bindgen({ module_or_path: Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0)) });
}

/** Opens a database as the service worker does: whoever asks the store waits until it is open. */
function open(handle, database) {
  const shelf = new IndexedDbStore(wasm_bindgen.checksum, database);
  // What notices a lost diary is not the store's business: see loss_marker.js.
  const host = new Host(shelf, { set: async () => {} });
  host.prepare = () => shelf.open();
  handles.set(handle, { shelf, host, bridge: new wasm_bindgen.Bridge(host), asked: [] });
}

/** The same work, or an error where it takes too long. */
function soon(work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('the store has not answered')), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Gives what a store says to a call; both are JSON. */
function call(handle, question) {
  const { bridge, asked } = handles.get(handle);
  const outcome = soon(bridge.call(question));
  asked.push(outcome.catch(() => {}));
  return outcome;
}

/** Closes a handle when all is done that it was asked. */
async function close(handle) {
  const { shelf, host, bridge, asked } = handles.get(handle);
  handles.delete(handle);
  await Promise.allSettled(asked);
  await Promise.allSettled([host.ready, ...host.after]);
  shelf.database?.close();
  bridge.free();
}

/** Does something to a database by other means, within one transaction, and waits for its end. */
async function tamper(database, change) {
  const opened = await given(indexedDB.open(database));
  const transaction = opened.transaction(['entry', 'fact'], 'readwrite');
  const end = settled(transaction);
  await change(transaction.objectStore('entry'), transaction.objectStore('fact'));
  await end;
  opened.close();
}
