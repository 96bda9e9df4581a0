// How a thumb goes through the check, for every test that does.

/** Opens the row of a sign if it is closed, and taps an answer in it. Numbers stand open. */
export async function tell(page, finding, value) {
  const row = page.locator('details.ask', { has: page.locator(`[name="${finding}"]`) });
  if (await row.count() && await row.getAttribute('open') === null) await row.locator('summary').click();
  await page.locator(`label:has(input[name="${finding}"][value="${value}"])`).click();
}

/** The one way past a screen: "None of these", or "Go on: no to all the others". */
export async function onwards(page) {
  await page.locator('button[name="rest"]').click();
}

/** Goes through the whole check with nothing wrong. Gives the taps, and the height of each screen. */
export async function allClear(page) {
  let taps = 0;
  const heights = [];
  while (await page.locator('button[name="rest"]').count()) {
    heights.push(await page.evaluate(() => document.documentElement.scrollHeight));
    for (const [finding, value] of [['days', '1'], ['pain', '5'], ['age', '40'], ['still', 'yes']]) {
      const label = page.locator(`label:has(input[name="${finding}"][value="${value}"])`);
      if (await label.count() && await label.isVisible()) {
        await label.click();
        taps += 1;
      }
    }
    await onwards(page);
    taps += 1;
  }
  return { taps, heights };
}
