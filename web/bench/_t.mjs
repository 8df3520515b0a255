import { chromium } from 'playwright-core';
import { serve } from '../package/tests/serve.mjs';

const s = await serve('/work/wt/web', true);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const p = await (await b.newContext()).newPage();
p.on('console', (m) => console.log('C', m.text()));
p.on('pageerror', (e) => console.log('E', e.message));
await p.goto(s.url + '/web/package/tests/blank.html');
await p.waitForFunction('window.ready');
console.log(await p.evaluate(() => window.readback(256, 256)));
console.log(await p.evaluate(() => window.readback(1280, 720)));
console.log(await p.evaluate(() => window.refusal({})));
console.log(await p.evaluate(() => window.refusal({ assets: 'nowhere/' })));
await b.close();
await s.close();
