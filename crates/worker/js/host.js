// What the app in WebAssembly asks of the browser: `crates/worker/src/host.rs` is the other side.

class Host {
  constructor(shelf) {
    this.shelf = shelf;
    // What cannot be asked for without waiting is put here beforehand.
    this.known = {};
  }

  now() { return Date.now(); }

  zone() { return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'; }

  random(count) { return crypto.getRandomValues(new Uint8Array(count)); }

  state() { return JSON.stringify(this.known); }

  append(records) { return this.shelf.append(records); }

  read(after) { return this.shelf.read(after); }

  position() { return this.shelf.position(); }

  erase() { return this.shelf.erase(); }
}
