// How a thumb goes through the check, for every test that does.

/** Opens the row of a sign if it is closed, and taps an answer in it. Numbers stand open. */
export async function tell(page, finding, value) {
  const row = page.locator('details.ask', { has: page.locator(`[name="${finding}"]`) });
  if (await row.count() && await row.getAttribute('open') === null) await row.locator('summary').click();
  await page.locator(`label:has(input[name="${finding}"][value="${value}"])`).click();
}

/** The one way past a screen: "None of these", or "Go on: no to all the others". */
export async function onwards(page) {
  await send(page, page.locator('button[name="rest"]'));
}

/** Sends a screen, and waits for the next one: on a busy machine what is counted at once is counted on a page that is not there yet. */
async function send(page, button) {
  const next = page.waitForEvent('domcontentloaded');
  await button.click();
  await next;
}

/** Goes through the whole check with nothing wrong. Gives the taps, and the height of each screen. */
export const allClear = (page) => goThrough(page);

/**
 * Goes through the check with these answers, and nothing else wrong, up to the verdict; the call under a yes ends it.
 * Gives the taps, and the height of each screen.
 */
export async function goThrough(page, answers = {}) {
  const given = Object.entries({ days: '1', pain: '5', age: '40', still: 'yes', ...answers });
  let taps = 0;
  const heights = [];
  while (await page.locator('button[name="rest"]').count()) {
    heights.push(await page.evaluate(() => document.documentElement.scrollHeight));
    for (const [finding, value] of given) {
      const answer = page.locator(`input[name="${finding}"][value="${value}"]`);
      if (await answer.count() === 0 || await answer.isChecked()) continue;
      const label = page.locator(`label:has(input[name="${finding}"][value="${value}"])`);
      const isFolded = !(await label.isVisible());
      if (isFolded && !(finding in answers)) continue;
      await tell(page, finding, value);
      taps += isFolded ? 2 : 1;
    }
    const stop = page.locator('.stop button:visible');
    await send(page, await stop.count() ? stop.first() : page.locator('button[name="rest"]'));
    taps += 1;
  }
  return { taps, heights };
}
