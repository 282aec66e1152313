import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tour/situations.ts';
import type { Locator } from 'playwright/test';
import { answerIn, expect, test } from './base.ts';
import { covers } from './cover.ts';
import { isThorough } from '../thorough.ts';

/** What an open page shows, asked for at once: it stands still. */
function shown() {
  const isShown = (element: Element | null) => {
    if (!element?.checkVisibility({ visibilityProperty: true })) return false;
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0;
  };
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  const updates = all('.timeline > li');
  return {
    inert: all('button, select, input, canvas, [role="slider"], .age')
      .filter(isShown)
      .map(({ outerHTML }) => outerHTML),
    heading: all('h1').some(isShown),
    answer: all('#answer :is(h1, h2, h3)').find(isShown)?.textContent ?? '',
    needsScript: isShown(document.querySelector('#needs-script')),
    updates: updates.length,
    hidden: updates.filter((update) => !isShown(update)).length,
  };
}

/** How many pages one test looks at. */
const AT_A_TIME = 16;

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the answer, since when, what works and what to do are there, and the mark is neutral', async ({
    page,
    open,
  }) => {
    await open('one-incident');
    await expect(answerIn(page)).toHaveText('Followers get no alerts.');
    const answer = page.locator('#answer');
    await expect(answer).toContainText('1 March 2026, 02:10 UTC');
    await expect(answer).toContainText('Followers see glucose');
    await expect(answer).toContainText('Look at the glucose yourself');
    await expect(page.locator('#open')).toContainText('Next update due by');
  });

  test('a page says what was reported and as of when, whoever vouches, and is not green', async ({
    page,
    open,
  }) => {
    await open('nothing-watched');
    await expect(answerIn(page)).toHaveText('No problem with glucose sharing is reported.');
    await expect(page.locator('#answer')).toContainText('It shows what was reported to us.');
    await expect(page.locator('#answer')).not.toContainText(/checked automatically|nobody checks/i);
    await expect(page.locator('#answer')).toContainText('Known as of 1 March 2026, 03:10 UTC');
    await expect(page.locator('[data-status="confirmed"]')).toBeHidden();
  });

  test('no text speaks of a chart that will not come', async ({ page, open }) => {
    await open('record');
    await expect(page.getByRole('button', { name: 'Picture (PNG)' })).toHaveCount(0);
    await page.getByRole('link', { name: 'Uptime', exact: true }).first().click();
    await expect(page.getByRole('table').first()).toContainText('no more than 99.8');
  });

  // What of a page is shown hangs on its elements and on those around them, of which these pages have all. Several are
  // opened by one test, for without scripts each test has a browser window of its own.
  const { kinds, lines: all } = covers();
  const lines = isThorough ? all : kinds;
  for (let first = 0; first < lines.length; first += AT_A_TIME)
    test(`every page from ${first} on has its content, and shows nothing that only a script could use`, async ({
      page,
      open,
    }) => {
      for (const [name, path] of lines.slice(first, first + AT_A_TIME)) {
        await open(name, path);
        const { inert, heading, answer, needsScript, updates, hidden } = await page.evaluate(shown);
        const where = `${name}: /${path}`;
        expect(inert, where).toEqual([]);
        if (/embed\/$/.test(path)) continue;
        expect(heading, where).toBe(true);
        if (/^(?:es\/)?$|^404/.test(path)) expect(answer, where).toMatch(/\w/);
        if (/bedside\/$/.test(path)) expect(needsScript, where).toBe(true);
        if (!/incidents\//.test(path)) continue;
        expect(updates, where).toBeGreaterThan(0);
        expect(hidden, where).toBe(0);
      }
    });
});

test.describe('with scripts', () => {
  test('a watched service turns green once the page is proved fresh', async ({ page, open }) => {
    await open('nothing-watched');
    await expect(page.locator('html')).toHaveAttribute('data-freshness', 'vouched');
    await expect(answerIn(page)).toHaveText('Glucose sharing is working.');
    await expect(page.locator('#answer')).toContainText(
      /Checked automatically at 10:09\sPM EST \(03:09 UTC\)/,
    );
    await expect(page.locator('[data-status="confirmed"]')).toBeVisible();
  });

  test('a service that nobody checks is never green', async ({ page, open }) => {
    await open('nothing-reported');
    await expect(page.locator('html')).toHaveAttribute('data-freshness', 'proved');
    await expect(page.locator('[data-status="confirmed"]')).toBeHidden();
    await expect(page.locator('#answer')).toContainText('Nobody checks this automatically');
  });

  test('a demonstration is never green, and says what it is', async ({ page, open }) => {
    await open('demonstration');
    await expect(page.locator('html')).toHaveAttribute('data-freshness', 'proved');
    await expect(answerIn(page)).toHaveText('This is a demonstration, not a live status.');
    await expect(page).toHaveTitle(/Demonstration, not a live status/);
    await expect(page.locator('[data-status="confirmed"]')).toHaveCount(0);
    await expect(page.locator('#answer')).toContainText('An incident in this record is open.');
  });

  test('since when is said once, or at each line where the times differ', async ({ page, open }) => {
    await open('one-incident');
    await expect(page.locator('#answer')).toContainText(/^(?:(?!Since).)*Since(?:(?!Since).)*$/s);
    await open('several');
    const lines = page.locator('#answer li').filter({ hasText: 'Since ' });
    await expect(lines).toHaveCount(3);
    await expect(lines.first()).toContainText('an hour ago');
    await expect(page.locator('#answer > .since')).toHaveCount(0);
  });

  test('a drill cannot be taken for an outage, wherever its page is met', async ({ page, open }) => {
    await open('drill', 'incidents/2026-03-01-drill/');
    await expect(page).toHaveTitle(/^DRILL: /);
    await expect(page.locator('.head').getByText('Affected in the exercise:')).toBeVisible();
    await expect(page.getByText('What is wrong')).toHaveCount(0);
    await expect(page.getByText('Next update due by')).toHaveCount(0);
    const [banner, course] = await Promise.all(
      ['p.drill', '.course'].map((one) =>
        page.locator(one).evaluate((element) => element.getBoundingClientRect().top),
      ),
    );
    expect(banner).toBeLessThan(course as number);
  });

  test('an overdue update says so, and for how long', async ({ page, open }) => {
    await open('overdue');
    await expect(page.locator('#answer')).toContainText('An update is overdue. It was due by');
    await expect(page.locator('#answer .overdue')).toContainText('an hour ago');
  });

  test('a drill has its banner and changes no status', async ({ page, open }) => {
    await open('drill');
    await expect(answerIn(page)).toHaveText('No problem with glucose sharing is reported.');
    await expect(page.getByText('This is a drill.')).toBeVisible();
  });

  test('the reader’s own time comes first, with the name of its zone, and UTC stands beside it', async ({
    page,
    open,
  }) => {
    await open('one-incident');
    const since = page.locator('#answer .since');
    await expect(since).toHaveText(/^\s*Since 9:10\sPM EST \(02:10 UTC\)\s*an hour ago\s*$/);
    await expect(since.locator('time')).toHaveAttribute('datetime', '2026-03-01T02:10:00Z');
  });

  test('an address that does not exist answers the question too', async ({ page, open }) => {
    await open('everything-down', 'nowhere/at/all/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no page at this address');
    await expect(answerIn(page)).toHaveText('Glucose sharing is not working.');
    await expect(
      page.getByText('No hay ninguna página').or(page.getByText('La respuesta está')),
    ).toBeVisible();
  });
});

test.describe('the head of an incident', () => {
  const HEADS = [
    [
      'record',
      'incidents/2019-11-30-follow-outage/',
      'Incident · Resolved',
      /^It is over\..*Began: .*2019.*Ended: /,
    ],
    [
      'one-incident',
      'incidents/2026-03-01-alerts/',
      'Incident · Cause identified',
      /^It is not over\. Began: 9:10\sPM EST/,
    ],
    [
      'fix-watched',
      'incidents/2026-03-01-alerts/',
      'Incident · Watching the fix',
      /^It has ended, and the fix is being watched\./,
    ],
    [
      'began-unknown',
      'incidents/2026-03-01-sign-in/',
      'Incident · ',
      /^It is not over\. Began: not known; it was before/,
    ],
    [
      'drill',
      'incidents/2026-03-01-drill/',
      'Drill · Investigating',
      /^The exercise is going on\. Began: \d+:\d\d\s[AP]M EST/,
    ],
    [
      'maintenance-ahead',
      'incidents/2026-03-02-alert-servers/',
      'Planned maintenance · Scheduled',
      /^It has not begun\.$/,
    ],
  ] as const;

  test('says the state and whether it is over', async ({ page, open }) => {
    for (const [name, path, state, course] of HEADS) {
      await open(name, path);
      await expect(page.locator('#_incident .kicker'), name).toContainText(state);
      await expect.poll(() => wordsOf(page.locator('#_incident .course')), name).toMatch(course);
    }
  });

  test('tells once when it began and ended', async ({ page, open }) => {
    for (const [name, path] of [
      ['record', 'incidents/2019-11-30-follow-outage/'],
      ['record', 'es/incidents/2019-11-30-follow-outage/'],
      ['one-incident', 'incidents/2026-03-01-alerts/'],
      ['withdrawn', 'incidents/2026-02-28-region/'],
    ] as const) {
      await open(name, path);
      const labels = /(?:Began|Ended|Empezó|Terminó)(?=$|:)/;
      const said = await page.getByRole('article').locator('dt, .of').allTextContents();
      const named = said.map((words) => labels.exec(words.trim())?.[0]).filter(Boolean);
      expect(named.length, `${name}: /${path}`).toBeGreaterThan(0);
      expect(new Set(named).size, `${name}: /${path}: ${named}`).toBe(named.length);
    }
  });

  test('says where nobody recorded the end that it is not known', async ({ page, open }) => {
    await open('record', 'history/');
    await page.getByRole('link', { name: END_UNKNOWN }).first().click();
    await expect
      .poll(() => wordsOf(page.locator('#_incident .course')))
      .toMatch(/^It is not known whether it is over\..*Ended: not known; it was still so/);
  });
});

async function wordsOf(place: Locator): Promise<string> {
  return ((await place.textContent()) ?? '').replace(/\s+/g, ' ').trim();
}

/** An incident of the shipped record that names the last time at which it was known to go on. */
const END_UNKNOWN = endUnknownTitle();

function endUnknownTitle(): string {
  const folder = join(ROOT, 'incidents');
  const texts = readdirSync(folder)
    .filter((name) => /^[\w-]+\.md$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const text = texts.find((one) => /^ended: unknown$/m.test(one)) ?? '';
  return /^title: (.*)$/m.exec(text)?.[1] ?? 'no such incident';
}

test.describe('hostile text', () => {
  test('runs nothing on any page that shows it', async ({ page, open }) => {
    page.on('dialog', () => {
      throw new Error('a script of the file ran');
    });
    for (const path of [
      '',
      'incidents/2026-03-01-hostile/',
      'es/incidents/2026-03-01-hostile/',
      'history/',
      'components/follow-alerts/',
      'pledge/',
    ]) {
      await open('hostile', path);
      await expect(
        page.getByText('<script>alert(1)</script>').filter({ visible: true }).first(),
        path,
      ).toBeVisible();
      expect(await page.locator('a[href^="javascript:"], iframe, img, .prose script').count(), path).toBe(0);
      expect(
        await page
          .locator('script')
          .evaluateAll((all) => all.filter((one) => one.textContent?.startsWith('alert')).length),
        path,
      ).toBe(0);
      await page.waitForTimeout(100);
    }
  });
});
