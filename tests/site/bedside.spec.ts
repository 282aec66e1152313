import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeRelease, expect, find, pass, test } from './base.ts';

const MINUTE = 60_000;
const before = find('left-open-before');
const after = find('left-open-after');
const watched = find('nothing-watched');

async function beginNight(page: import('playwright/test').Page) {
  await expect(page.getByRole('button', { name: 'Begin the night' })).toBeDisabled();
  await page.getByRole('button', { name: 'Try the alarm' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-sound', 'alarm');
  await expect(page.getByRole('button', { name: 'Begin the night' })).toBeDisabled();
  await page.getByRole('button', { name: 'I hear it. Stop.' }).click();
  await page.getByRole('button', { name: 'Begin the night' }).click();
}

test.describe('bedside', () => {
  test.use({ locale: 'en-GB' });

  test('cannot begin before the alarm was tried, then shows the time, one word and since when', async ({
    page,
    open,
  }) => {
    await page.clock.install({ time: new Date(before.now) });
    await open('left-open-before', 'bedside/');
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('No problem');
    await expect(page.locator('#clock')).toHaveText('22:10');
    await expect(page.locator('#since')).toHaveText('since 22:10');
    await expect(page.locator('#reached')).toHaveText('Page last reached at 22:10');
    await expect(page.locator('#awake')).not.toBeEmpty();
    await expect(page.getByRole('button', { name: 'Stop the alarm' })).toBeHidden();
  });

  test('wakes nobody for an outage in another region, and remembers which one is watched', async ({
    page,
    open,
  }) => {
    await page.clock.install({ time: new Date(find('one-region').now) });
    await open('one-region', 'bedside/');
    await page.getByLabel('Region').selectOption('Japan');
    await expect(page.getByRole('checkbox', { name: 'Reports for clinics' })).toHaveCount(0);
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('No problem');
    await page.reload();
    await expect(page.getByLabel('Region')).toHaveValue('jp');
    await page.getByLabel('Region').selectOption('Europe');
    await beginNight(page);
    await expect(page.locator('#alarm')).toContainText('Europe: followers get no alerts.');
  });

  test('sounds when a chosen component gets worse, until it is stopped, and chimes when it is over', async ({
    page,
    open,
  }) => {
    await page.clock.install({ time: new Date(before.now) });
    const server = await open('left-open-before', 'bedside/');
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('No problem');
    server.folders = { [before.base]: after.folder };
    server.setClock(after.now);
    await pass(page, 31_000);
    const alarm = page.getByRole('alert');
    await expect(alarm).toContainText('Followers get no alerts.');
    await expect(alarm.getByRole('term')).toHaveText(['What to do', 'Still working']);
    await expect(alarm.getByRole('definition')).toHaveText([
      /^Look at the glucose yourself and set a clock\./,
      'Readings on the wearer’s device, Alarms on the wearer’s device and Followers see glucose',
    ]);
    // On a small phone all of it stands above the button that stops the alarm.
    await page.setViewportSize({ width: 360, height: 640 });
    const told = await page.locator('#told').evaluate((one) => one.getBoundingClientRect().bottom);
    const link = await alarm.getByRole('link').evaluate((one) => one.getBoundingClientRect().bottom);
    expect(link).toBeLessThan(told - 24);
    // What a script puts there has its styles in the page.
    await expect(alarm.getByRole('definition').first()).toHaveCSS('margin-left', '0px');
    await expect(alarm.getByRole('link', { name: 'All that was said' })).toHaveAttribute(
      'href',
      /\/incidents\/2026-03-01-[^/]+\/$/,
    );
    await expect(page.locator('html')).toHaveAttribute('data-sound', 'alarm');
    await page.getByRole('button', { name: 'Stop the alarm' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-sound', '');
    server.folders = { [before.base]: before.folder };
    await pass(page, 31_000);
    await expect(page.locator('#word')).toHaveText('No problem');
    await expect(page.locator('html')).toHaveAttribute('data-sound', 'chime');
  });

  beforeRelease(
    'sounds when the server goes away for longer than was chosen, and knows when it comes back',
    async ({ page, open }) => {
      await page.clock.install({ time: new Date(before.now) });
      const server = await open('left-open-before', 'bedside/');
      await page
        .getByLabel('Also sound it when this page cannot be reached, or cannot be trusted, for')
        .selectOption('2 minutes');
      await beginNight(page);
      await expect(page.locator('#word')).toHaveText('No problem');
      server.up = false;
      await pass(page, MINUTE);
      await expect(page.locator('html')).toHaveAttribute('data-sound', '');
      await pass(page, 1.6 * MINUTE);
      await expect(page.getByRole('alert')).toContainText('Unknown');
      await expect(page.getByRole('alert')).toContainText('Look at the wearer’s own phone or receiver');
      await expect(page.locator('html')).toHaveAttribute('data-sound', 'alarm');
      server.up = true;
      server.setClock(before.now + 3 * MINUTE);
      await pass(page, 31_000);
      await expect(page.locator('#word')).toHaveText('No problem');
      await expect(page.locator('html')).toHaveAttribute('data-sound', 'chime');
    },
  );

  for (const [what, minutes] of [
    ['a heartbeat that is too old', 45],
    ['"no problem" from a watcher that has fallen silent, however fresh the page is', 25],
  ] as const)
    beforeRelease(`does not believe ${what}, and sounds after the chosen time`, async ({ page, open }) => {
      const now = watched.now + minutes * MINUTE;
      await page.clock.install({ time: now });
      const server = await open('nothing-watched', 'bedside/', 'clock set');
      server.setClock(now);
      await beginNight(page);
      await expect(page.locator('#word')).toHaveText('Unknown');
      await expect(page.locator('html')).toHaveAttribute('data-sound', '');
      await pass(page, 5.6 * MINUTE);
      await expect(page.getByRole('alert')).toContainText('Unknown');
      await expect(page.locator('html')).toHaveAttribute('data-sound', 'alarm');
    });

  test('moves nothing when an alarm begins or ends, and keeps the clock in sight, on every screen', async ({
    page,
    open,
  }) => {
    await page.clock.install({ time: new Date(before.now) });
    const server = await open('left-open-before', 'bedside/');
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('No problem');
    const places = () =>
      page
        .locator('#clock, #told, #stop, #end')
        .evaluateAll((all) =>
          all.map((one) => [one.id, JSON.stringify(one.getBoundingClientRect())].join(' ')),
        );
    const screens = [
      { width: 360, height: 640 },
      { width: 640, height: 360 },
      { width: 1280, height: 800 },
      { width: 320, height: 568 },
    ];
    const calm: string[][] = [];
    const onEach = async (look: (at: number, where: string) => Promise<void>) => {
      for (const [at, screen] of screens.entries()) {
        await page.setViewportSize(screen);
        await look(at, `${screen.width} by ${screen.height}`);
      }
    };
    await onEach(async (at) => {
      calm[at] = await places();
    });
    server.folders = { [before.base]: after.folder };
    server.setClock(after.now);
    await pass(page, 31_000);
    await expect(page.getByRole('button', { name: 'Stop the alarm' })).toBeFocused();
    await onEach(async (at, where) => expect(await places(), where).toEqual(calm[at]));
    // However long the words are, they scroll under the clock, and the button stays.
    await page
      .locator('#alarm dd')
      .first()
      .evaluate((line) => {
        line.textContent = 'Look at the glucose yourself. '.repeat(40);
      });
    await onEach(async (at, where) => {
      const last = page.getByRole('link', { name: 'All that was said' });
      await last.scrollIntoViewIfNeeded();
      for (const name of ['#clock', '#stop', '#end'])
        await expect(page.locator(name), where).toBeInViewport({ ratio: 1 });
      await expect(last, where).toBeInViewport();
      expect(await places(), where).toEqual(calm[at]);
    });
    await page.keyboard.press('Escape');
    await expect(page.locator('html')).toHaveAttribute('data-sound', '');
    await expect(page.getByRole('button', { name: 'Stop the alarm' })).toBeHidden();
    await expect(page.getByRole('alert')).toContainText('Followers get no alerts.');
    await onEach(async (at, where) => expect(await places(), where).toEqual(calm[at]));
  });

  test('says of many failures at once what to do and what works without scrolling, lying and standing', async ({
    page,
    open,
  }) => {
    await page.clock.install({ time: new Date(find('everything-down').now) });
    await open('everything-down', 'bedside/');
    await beginNight(page);
    await expect(page.getByRole('alert').locator('.fails')).toHaveCount(4);
    for (const screen of [
      { width: 360, height: 640 },
      { width: 640, height: 360 },
    ]) {
      await page.setViewportSize(screen);
      const bottoms = (selector: string) =>
        page
          .locator(selector)
          .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom).at(-1) ?? 0);
      expect(await bottoms('#alarm dd'), `${screen.width}`).toBeLessThan((await bottoms('#told')) - 24);
    }
    // Since when stands behind the link, as a line of its own.
    const first = (line: Element) => getComputedStyle(line, '::first-letter').textTransform;
    expect(await page.locator('#since').evaluate(first)).toBe('uppercase');
  });

  test('says on the button which keys stop the alarm, and each of them does', async ({ page, open }) => {
    await page.clock.install({ time: new Date(after.now) });
    await open('left-open-after', 'bedside/');
    await beginNight(page);
    await expect(page.getByRole('alert')).toContainText('Followers get no alerts.');
    await expect(page.locator('#since'), 'since it is so, and not since it was heard').toHaveText(
      'since 21:10',
    );
    for (const key of ['Escape', 'Space', 'Enter']) {
      await expect(page.getByRole('button', { name: 'or press Escape, Space or Enter' })).toBeFocused();
      await page.keyboard.press(key);
      await expect(page.locator('html')).toHaveAttribute('data-sound', '');
      await expect(page.locator('#night')).toBeVisible();
      await page.getByRole('button', { name: 'End the night' }).click();
      await page.getByRole('button', { name: 'Begin the night' }).click();
    }
  });

  test('has the lamp lit while somebody’s word holds, and never otherwise', async ({ page, open }) => {
    await page.clock.install({ time: new Date(watched.now) });
    const server = await open('nothing-watched', 'bedside/');
    const shade = page.locator('#night .lamp .shade');
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('No problem');
    await expect(shade).toHaveCSS('fill', 'rgb(199, 157, 84)');
    server.up = false;
    await pass(page, 6 * MINUTE);
    await expect(page.getByRole('alert')).toContainText('Unknown');
    await expect(shade).toHaveCSS('fill', 'none');
  });

  test.describe('where clocks have twelve hours', () => {
    test.use({ locale: 'en-US' });
    beforeRelease('shows such a clock', async ({ page, open }) => {
      await page.clock.install({ time: new Date(before.now) });
      await open('left-open-before', 'bedside/');
      await beginNight(page);
      await expect(page.locator('#clock')).toHaveText(/^10:10\sPM$/);
      await expect(page.locator('#reached')).toHaveText(/10:10\sPM$/);
    });
  });

  beforeRelease(
    'says since when the worst of what was chosen is so, and of what nobody knows the beginning of "before"',
    async ({ page, open }) => {
      const several = find('several');
      await page.clock.install({ time: several.now });
      await open('several', 'bedside/');
      await page.getByRole('checkbox').first().waitFor();
      const choose = async (...names: string[]) => {
        for (const box of await page.getByRole('checkbox').all()) await box.setChecked(false);
        for (const name of names) await page.getByLabel(name).check();
      };
      // Reports have been slow since 20:00, sign-in fails since before 21:40, alerts since 21:10.
      await choose('Reports for clinics', 'Sign-in', 'Followers get alerts');
      await beginNight(page);
      await expect(page.getByRole('alert').locator('.fails')).toHaveCount(3);
      await expect(page.getByRole('alert').locator('.fails').first()).toHaveText('Followers get no alerts.');
      await expect(page.locator('#since')).toHaveText('since 21:10');
      await page.getByRole('button', { name: 'End the night' }).click();
      await choose('Reports for clinics', 'Sign-in');
      await page.getByRole('button', { name: 'Begin the night' }).click();
      await expect(page.getByRole('alert').locator('.fails').first()).toHaveText(
        'Some people cannot sign in.',
      );
      await expect(page.locator('#since')).toHaveText('since before 21:40');
      await page.getByRole('button', { name: 'End the night' }).click();
      await choose('Reports for clinics');
      await page.getByRole('button', { name: 'Begin the night' }).click();
      await expect(page.getByRole('alert').locator('.fails')).toHaveCount(1);
      await expect(page.locator('#since')).toHaveText('since 20:00');
    },
  );

  beforeRelease(
    'is "unknown" when the word of whoever checks has run out, though the alarm waits for longer',
    async ({ page, open }) => {
      await page.clock.install({ time: watched.now });
      const server = await open('nothing-watched', 'bedside/');
      await page
        .getByLabel('Also sound it when this page cannot be reached, or cannot be trusted, for')
        .selectOption('20 minutes');
      server.setClock(watched.now + 15 * MINUTE);
      await page.clock.setSystemTime(watched.now + 15 * MINUTE);
      await beginNight(page);
      await expect(page.locator('#word')).toHaveText('No problem');
      server.up = false;
      // It vouches until 03:29.
      await page.clock.runFor(2 * MINUTE);
      await expect(page.locator('#word')).toHaveText('No problem');
      await page.clock.runFor(3 * MINUTE);
      await expect(page.locator('#word')).toHaveText('Unknown');
      await expect(page.locator('html')).toHaveAttribute('data-sound', '');
    },
  );

  beforeRelease('does not believe a heartbeat that nobody can have written', async ({ page, open }) => {
    await page.clock.install({ time: watched.now });
    await page.route('**/heartbeat.json*', async (route) => {
      const answer = await route.fetch();
      const said = (await answer.json()) as object;
      await route.fulfill({ response: answer, json: { ...said, valid_until: '9999-12-31T00:00:00Z' } });
    });
    await open('nothing-watched', 'bedside/');
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('Unknown');
  });

  test('keeps the choice on the device, and says plainly what it cannot do', async ({ page, open }) => {
    await open('left-open-before', 'bedside/');
    await expect(page.getByText('The alarms of the wearer’s own device come first.')).toBeVisible();
    await expect(
      page.getByText(
        'If the phone is locked, another app is in front or the tab is closed, it stays silent.',
      ),
    ).toBeVisible();
    await page.getByLabel('Reports for clinics').check();
    await page.getByLabel('Sign-in').uncheck();
    await beginNight(page);
    await page.getByRole('button', { name: 'End the night' }).click();
    await page.reload();
    await expect(page.getByLabel('Reports for clinics')).toBeChecked();
    await expect(page.getByLabel('Sign-in')).not.toBeChecked();
  });

  test('of a demonstration says all night that it watches nothing, and never "no problem"', async ({
    page,
    open,
  }) => {
    await open('demonstration', 'bedside/');
    await expect(page.getByText('It does not watch any real service').filter({ visible: true })).toHaveCount(
      1,
    );
    await page.getByRole('checkbox').first().waitFor();
    for (const box of await page.getByRole('checkbox').all()) await box.setChecked(false);
    await page.getByLabel('Reports for clinics').check();
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('Demonstration');
    await expect(page.getByText('It does not watch any real service').filter({ visible: true })).toHaveCount(
      1,
    );
  });

  beforeRelease(
    'of a site that nobody checks says so all night, and never "no problem"',
    async ({ page, open }) => {
      await open('nothing-reported', 'bedside/');
      await beginNight(page);
      await expect(page.locator('#word')).toHaveText('Nothing reported');
      await expect(page.getByText('Nothing is reported, and nobody checks')).toBeVisible();
      await expect(page.locator('#night .lamp .shade')).toHaveCSS('fill', 'none');
    },
  );

  beforeRelease('stays "unknown" after the alarm of a lost night was stopped', async ({ page, open }) => {
    await page.clock.install({ time: new Date(watched.now) });
    const server = await open('nothing-watched', 'bedside/');
    server.up = false;
    await beginNight(page);
    await expect(page.locator('#word')).toHaveText('Checking');
    await page.clock.runFor(5.6 * MINUTE);
    await page.getByRole('button', { name: 'Stop the alarm' }).click();
    await expect(page.getByRole('alert')).toContainText('Unknown');
    await page.clock.runFor(MINUTE);
    await expect(page.getByRole('alert')).toContainText('Unknown');
  });

  beforeRelease(
    'is "unknown" at once after a sleep, before its word has run out or the alarm is due',
    async ({ page, open }) => {
      await page.clock.install({ time: new Date(watched.now) });
      const server = await open('nothing-watched', 'bedside/');
      await beginNight(page);
      await expect(page.locator('#word')).toHaveText('No problem');
      server.up = false;
      await page.clock.fastForward(3 * MINUTE);
      await expect(page.locator('#word')).toHaveText('Unknown');
      await expect(page.locator('html')).toHaveAttribute('data-sound', '');
    },
  );

  beforeRelease('does not believe a file beside the heartbeat of another build', async ({ page, open }) => {
    await page.clock.install({ time: new Date(watched.now) });
    const file = JSON.parse(await readFile(join(watched.folder, 'bedside.json'), 'utf8')) as object;
    await page.route('**/bedside.json*', (route) => route.fulfill({ json: { ...file, build: 'older' } }));
    await open('nothing-watched', 'bedside/');
    await beginNight(page);
    await page.clock.runFor(3_000);
    await expect(page.locator('#word')).toHaveText('Unknown');
    await expect(page.locator('#reached')).toBeEmpty();
  });

  test('vibrates and flashes where sound is refused, and says so in the evening and in the night', async ({
    page,
    open,
  }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'AudioContext', {
        value: class {
          constructor() {
            throw new Error('no sound here');
          }
        },
      });
      navigator.vibrate = (pattern) => {
        if (pattern !== 0) document.documentElement.dataset.vibrated = 'true';
        return true;
      };
    });
    await open('nothing-watched', 'bedside/');
    await page.getByRole('button', { name: 'Try the alarm' }).click();
    await expect(page.getByText('This device does not let the alarm sound.')).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-flash', '');
    await expect(page.locator('html')).toHaveCSS('animation-name', 'flash');
    await expect(page.locator('html')).toHaveAttribute('data-vibrated', 'true');
    await page.getByRole('button', { name: 'I hear it. Stop.' }).click();
    await expect(page.locator('html')).not.toHaveAttribute('data-flash', '');
    await page.getByRole('button', { name: 'Begin the night' }).click();
    await expect(page.getByText('The alarm cannot sound right now')).toBeVisible();
  });

  test('makes a sound system anew that was closed', async ({ page, open }) => {
    await page.addInitScript(() => {
      const Real = AudioContext;
      const made: AudioContext[] = [];
      Object.assign(window, { made });
      Object.defineProperty(window, 'AudioContext', {
        value: class extends Real {
          constructor() {
            super();
            made.push(this);
          }
        },
      });
    });
    await open('nothing-watched', 'bedside/');
    await beginNight(page);
    await page.evaluate(() => (window as unknown as { made: AudioContext[] }).made[0]?.close());
    await page.locator('#clock').click();
    await expect
      .poll(() =>
        page.evaluate(() => (window as unknown as { made: AudioContext[] }).made.map(({ state }) => state)),
      )
      .toEqual(['closed', 'running']);
  });

  beforeRelease('asks for the screen again when the lock was released', async ({ page, open }) => {
    await page.addInitScript(() => {
      const locks: EventTarget[] = [];
      Object.assign(window, { locks });
      Object.defineProperty(navigator, 'wakeLock', {
        value: {
          request: async () => {
            const lock = Object.assign(new EventTarget(), {
              released: false,
              release: async () => undefined,
            });
            locks.push(lock);
            return lock;
          },
        },
      });
    });
    await page.clock.install({ time: new Date(watched.now) });
    await open('nothing-watched', 'bedside/');
    await beginNight(page);
    await expect(page.getByText('The screen stays on.')).toBeVisible();
    await page.evaluate(() => {
      const [lock] = (window as unknown as { locks: EventTarget[] }).locks;
      Object.assign(lock as EventTarget, { released: true });
      lock?.dispatchEvent(new Event('release'));
    });
    await expect(page.getByText('The screen cannot be kept on here')).toBeVisible();
    await page.clock.runFor(6_000);
    await expect(page.getByText('The screen stays on.')).toBeVisible();
  });

  test('installs the app of its own language', async ({ page, open }) => {
    const server = await open('nothing-watched', 'es/bedside/');
    const address = await page.locator('link[rel="manifest"]').getAttribute('href');
    const manifest = (await (await fetch(`${server.url}${address}`)).json()) as Record<string, string>;
    expect(manifest.lang).toBe('es');
    expect(manifest.start_url).toBe(`${watched.base}es/bedside/`);
  });
});
