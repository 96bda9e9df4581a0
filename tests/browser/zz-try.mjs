import { startApp } from './harness.js';
const app = await startApp();
const { page, context, errors } = await app.newPage({ width: 360, serviceWorkers: 'allow' });
context.on('serviceworker', w => { console.log('sw', w.url()); w.on('console', m => console.log('SW:', m.text())); });
await page.goto(app.url);
await page.waitForTimeout(4000);
console.log(await page.evaluate(async () => { const r = await navigator.serviceWorker.getRegistration(); return r && [r.installing?.state, r.waiting?.state, r.active?.state]; }));
for (const w of context.serviceWorkers()) { try { console.log(await Promise.race([w.evaluate(async () => { try { const r = await app(); await r.link.sync(); return JSON.stringify(r.host.known) } catch (e) { return String(e.stack || e); } }), new Promise(r=>setTimeout(()=>r('hang'),5000))])); } catch (e) { console.log(e.message); } }
console.log(errors);
await app.close();
