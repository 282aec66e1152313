import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settled } from './clock.ts';
import { deviceThatSounds } from './device.ts';
import { type Answer, NOW, openPage } from './page.ts';
import { iso, LIMITS, MINUTE } from './site.ts';

const SECOND = 1_000;
const WORDS = {
  locale: 'en-GB',
  language: 'en',
  components: {
    alerts: {
      name: 'Alerts',
      says: { major_outage: 'No alerts.', degraded_performance: 'Late alerts.' },
      regions: ['alerts-north', 'alerts-south'],
    },
    'alerts-north': { name: 'Alerts (North)', says: { major_outage: 'North: no alerts.' } },
    'alerts-south': { name: 'Alerts (South)', says: { major_outage: 'South: no alerts.' } },
    history: { name: 'History', says: { major_outage: 'No history.' } },
    glucose: { name: 'Glucose', says: {} },
  },
  home: '/',
  page: 'the page',
  allSaid: 'all that was said',
  advice: 'Look at the phone.',
  whatToDo: 'What to do',
  ofEditors: '(by editors)',
  works: 'Still working',
  worksUnknown: 'nobody has confirmed',
  nobodyKnows: 'nobody knows',
  silence: 'Nothing was heard.',
  lastHeard: 'Last heard:',
  words: {
    vouched: 'all works',
    nobody: 'nothing reported',
    demonstration: 'demonstration',
    waiting: 'asking',
    unknown: 'unknown',
  },
  since: 'since',
  sinceBefore: 'since before',
  reached: 'reached at',
  awake: 'stays awake',
  notAwake: 'may fall asleep',
  noSound: 'no sound',
};

/** The marks of `bedside.astro`. */
const HTML = `<html lang="en"><head><title>Bedside</title></head><body>
  <div id="about"><p id="needs-script">Needs a script</p></div>
  <form id="setup" hidden data-heartbeat="/heartbeat.json" data-file="/bedside.json"
    data-valid-for="${LIMITS.validFor}" data-vouch-for="${LIMITS.vouchFor}">
    <input type="checkbox" name="component" value="alerts" checked>
    <input type="checkbox" name="component" value="history">
    <select id="patience" name="patience"><option value="2">2</option><option value="5" selected>5</option><option value="20">20</option></select>
    <button type="button" id="try">Try</button><span id="mute" hidden>Mute</span>
    <span id="heard" hidden><button type="button" id="quiet">Heard</button></span>
    <button type="submit" id="begin" disabled>Begin</button>
  </form>
  <section id="night" hidden><p id="clock"></p>
    <div id="told" tabindex="0"><p id="word" role="status"></p><div id="alarm" role="alert"></div><p id="since"></p>
      <p id="nobody" hidden>Nobody checks</p><p id="sound"></p><p id="reached"></p><p id="awake"></p></div>
    <button type="button" id="stop" hidden>Stop</button><button type="button" id="end">End</button></section>
  <template id="marks"><svg data-status="major_outage"></svg><svg data-status="unknown"></svg></template>
  <script type="application/json" id="words">${JSON.stringify(WORDS)}</script></body></html>`;

interface Given {
  stored?: object;
  /** A wake lock that the device does not give. */
  refuses?: boolean;
  state?: AudioContextState;
  languages?: string[];
}

/** The page for the night table, in the evening. */
async function evening({ stored, refuses = false, state = 'running', languages = ['en-GB'] }: Given = {}) {
  const { device, has, navigator } = deviceThatSounds(state);
  const server = {
    build: 'b1',
    statuses: { alerts: 'operational', history: 'operational' } as Record<string, string>,
    since: {} as { since?: string; since_before?: string },
    by: 'watch',
    demonstration: false,
    incidents: [] as object[],
    network: true,
    /** How long its answers take, and for how long it is vouched, in ms. */
    slow: 0,
    vouchFor: LIMITS.vouchFor,
    instead: {} as Record<string, Answer | undefined>,
  };
  const locks: (() => void)[] = [];
  const wakeLock = {
    request: async () => {
      if (refuses) throw new Error('refused');
      return { released: false, addEventListener: () => {}, release: async () => locks.push(() => {}) };
    },
  };
  const page = openPage(HTML, {
    languages,
    has,
    navigator: { ...navigator, wakeLock },
    server: (path) => {
      if (!server.network) return undefined;
      if (path in server.instead) return server.instead[path];
      const { build, by, demonstration, incidents, slow, vouchFor } = server;
      const now = page.clock.wall;
      const [at, until] = by === 'nobody' ? [null, null] : [iso(now), iso(now + vouchFor)];
      if (path === '/heartbeat.json') {
        const valid_until = iso(now + LIMITS.validFor);
        return { body: { build, built_at: iso(now), valid_until, vouched: { by, at, until } }, after: slow };
      }
      const components = Object.entries(server.statuses).map(([id, status]) => ({
        id,
        status,
        since: null,
        since_before: null,
        ...server.since,
      }));
      return { body: { build, demonstration, components, incidents } };
    },
  });
  if (stored) page.storage.setItem('nightlight-bedside', JSON.stringify(stored));
  await page.load('bedside/bedside.ts');
  const { dataset } = page.document.documentElement;
  return {
    ...page,
    server,
    device,
    locks,
    dataset,
    shown: (id: string) => !page.find(`#${id}`).hidden,
    /** The one word, or what fails where something does. */
    word: () => page.text('#word') || page.text('#alarm .fails'),
    press: async (key: string, place = 'body', more = {}) =>
      (await page.happens('keydown', place, { key, ...more })).defaultPrevented,
    focused: () => page.document.activeElement?.id,
    click: (id: string) => page.happens('click', `#${id}`),
    submit: () => page.happens('submit', '#setup'),
    /** A status changes with a build, and the next check hears of it. */
    publish: async (change: Partial<typeof server>) => {
      Object.assign(server, change, { build: `${server.build}+` });
      await page.clock.pass(30 * SECOND + 100);
    },
  };
}

/** The same page, after the alarm was heard and the night began. */
async function night(given: Given = {}) {
  const page = await evening(given);
  await page.click('try');
  await page.click('quiet');
  await page.submit();
  page.device.tones.length = 0;
  return page;
}

describe('the evening', () => {
  test('needs a script, and says so only where there is none', async () => {
    const page = await evening();
    assert.deepEqual(
      [page.shown('needs-script'), page.shown('setup'), page.shown('night')],
      [false, true, false],
    );
  });

  test('lets the alarm be heard before the night can begin', async () => {
    const page = await evening();
    const button = page.find('#begin') as HTMLButtonElement;
    await page.submit();
    assert.equal(page.shown('night'), false);
    await page.click('try');
    assert.equal(page.device.tones.length, 2);
    assert.equal(page.dataset.sound, 'alarm');
    assert.deepEqual([page.shown('heard'), page.shown('mute'), button.disabled], [true, false, true]);
    await page.click('quiet');
    assert.equal(page.dataset.sound, '');
    assert.deepEqual([page.shown('heard'), button.disabled], [false, false]);
    await page.clock.pass(5 * SECOND);
    assert.equal(page.device.tones.length, 2);
  });

  test('says that the device stays mute, and flashes, where the browser gives no sound', async () => {
    const page = await evening({ state: 'suspended' });
    page.device.resumes = false;
    await page.click('try');
    await page.clock.pass(1_100);
    assert.equal(page.shown('mute'), true);
    assert.equal(page.document.documentElement.hasAttribute('data-flash'), true);
    await page.click('quiet');
    assert.equal(page.document.documentElement.hasAttribute('data-flash'), false);
    page.device.resumes = true;
    await page.click('try');
    assert.equal(page.shown('mute'), false);
    assert.equal(page.device.systems, 1);
  });

  test('has what was chosen the evening before', async () => {
    const page = await evening({ stored: { components: ['history'], patience: 20 } });
    const boxes = [...page.document.querySelectorAll<HTMLInputElement>('[name="component"]')];
    assert.deepEqual(
      boxes.map(({ checked }) => checked),
      [false, true],
    );
    assert.equal((page.find('#patience') as HTMLSelectElement).value, '20');
    const first = await evening();
    const fresh = [...first.document.querySelectorAll<HTMLInputElement>('[name="component"]')];
    assert.deepEqual(
      fresh.map(({ checked }) => checked),
      [true, false],
    );
    assert.equal((first.find('#patience') as HTMLSelectElement).value, '5');
  });

  test('keeps its own patience where the one that was chosen is no longer offered', async () => {
    const page = await evening({ stored: { components: ['alerts'], patience: 7 } });
    assert.equal((page.find('#patience') as HTMLSelectElement).value, '5');
  });

  test('needs something to watch over', async () => {
    const page = await evening({ stored: { components: [], patience: 5 } });
    await page.click('try');
    const { defaultPrevented } = await page.submit();
    assert.equal(defaultPrevented, true);
    assert.equal(page.shown('night'), false);
  });

  test('keeps what was chosen, and ends what still sounds, when the night begins', async () => {
    const page = await evening();
    await page.click('try');
    await page.submit();
    assert.deepEqual(JSON.parse(page.storage.getItem('nightlight-bedside') ?? ''), {
      components: ['alerts'],
      patience: 5,
    });
    assert.deepEqual([page.shown('setup'), page.shown('about'), page.shown('night')], [false, false, true]);
    await page.clock.pass(5 * SECOND);
    assert.equal(page.device.tones.length, 2);
  });
});

describe('the night', () => {
  test('shows one word, since when it stands there, and when the service was reached', async () => {
    const page = await night();
    assert.equal(page.word(), 'all works');
    assert.equal(page.find('#night').dataset.kind, 'vouched');
    assert.equal(page.text('#since'), 'since 03:00');
    assert.equal(page.text('#reached'), 'reached at 03:00');
    assert.equal(page.text('#awake'), 'stays awake');
    assert.equal(page.text('#sound'), '');
    assert.equal(page.document.title, 'all works · Bedside');
    assert.deepEqual([page.shown('nobody'), page.shown('stop')], [false, false]);
    await page.clock.pass(10 * MINUTE);
    assert.equal(page.text('#since'), 'since 03:00');
    assert.equal(page.text('#reached'), 'reached at 03:10');
  });

  test('shows that it asks, until it has heard', async () => {
    const page = await evening();
    page.server.instead = { '/heartbeat.json': 'never' };
    await page.click('try');
    await page.submit();
    assert.equal(page.word(), 'asking');
    assert.equal(page.text('#reached'), '');
  });

  test('shows the time, each second', async () => {
    const page = await night();
    assert.equal(page.text('#clock'), '03:00');
    await page.clock.pass(59 * SECOND);
    assert.equal(page.text('#clock'), '03:00');
    await page.clock.pass(SECOND);
    assert.equal(page.text('#clock'), '03:01');
  });

  test('asks every half minute, and for the file only when the build is another', async () => {
    const page = await night();
    assert.deepEqual(page.asked, ['/heartbeat.json', '/bedside.json']);
    await page.clock.pass(2 * MINUTE + 100);
    assert.equal(page.asked.filter((path) => path === '/heartbeat.json').length, 5);
    assert.equal(page.asked.filter((path) => path === '/bedside.json').length, 1);
    assert.ok(
      page.fetched.every(({ cache, address }) => cache === 'no-store' && /\?[0-9a-z]+$/.test(address)),
    );
    assert.equal(new Set(page.fetched.map(({ address }) => address)).size, page.asked.length);
  });

  test('does not ask twice at a time', async () => {
    const page = await night();
    page.server.instead = { '/heartbeat.json': 'never' };
    const before = page.asked.length;
    await page.clock.pass(31 * SECOND);
    page.clock.sleep(60 * MINUTE);
    await page.clock.pass(2 * SECOND);
    assert.equal(page.asked.length, before + 1);
    await page.clock.pass(13 * SECOND);
    assert.equal(page.asked.length, before + 2);
  });

  test('asks once more, two seconds later, for the file of a build that is just being switched to', async () => {
    const page = await night();
    const components = [{ id: 'alerts', status: 'operational', since: null, since_before: null }];
    page.server.instead = { '/bedside.json': { body: { build: 'b1', demonstration: false, components } } };
    await page.publish({ statuses: { alerts: 'major_outage' } });
    page.server.instead = {};
    await page.clock.pass(1_800);
    assert.equal(page.device.tones.length, 0);
    await page.clock.pass(200);
    assert.equal(page.word(), 'No alerts.');
  });

  test('believes no error of the server, even one that looks like a heartbeat', async () => {
    const page = await evening();
    const vouched = { by: 'nobody', at: null, until: null };
    const body = { build: 'b1', built_at: iso(NOW), valid_until: iso(NOW + MINUTE), vouched };
    page.server.instead = { '/heartbeat.json': { body, status: 500 } };
    await page.click('try');
    await page.submit();
    assert.equal(page.word(), 'asking');
  });

  test("remembers the server's time over a reload", async () => {
    const page = await night();
    assert.equal(page.storage.getItem('nightlight-time'), String(NOW));
  });

  test('says that nobody checks, where nobody does', async () => {
    const page = await night();
    await page.publish({ by: 'nobody' });
    assert.equal(page.word(), 'nothing reported');
    assert.equal(page.shown('nobody'), true);
  });

  test('wakes when something that was chosen gets worse, and says since when it is so', async () => {
    const page = await night();
    await page.publish({ statuses: { alerts: 'major_outage' }, since: { since: iso(NOW - 20 * MINUTE) } });
    assert.equal(page.word(), 'No alerts.');
    assert.equal(page.text('#since'), 'since 02:40');
    assert.equal(page.dataset.sound, 'alarm');
    assert.equal(page.shown('stop'), true);
    assert.equal(page.device.tones[0]?.frequency, 660);
    await page.clock.pass(MINUTE);
    assert.equal(page.dataset.sound, 'alarm');
  });

  test('says the day too where it is not this night, and "before" where only that is known', async () => {
    const page = await night();
    const since_before = iso(NOW - 13 * 60 * MINUTE);
    await page.publish({ statuses: { alerts: 'major_outage' }, since: { since_before } });
    assert.match(page.text('#since') ?? '', /^since before 28 February.*14:00$/);
    await page.publish({ since: { since_before: iso(NOW - 11 * 60 * MINUTE) } });
    assert.equal(page.text('#since'), 'since before 16:00');
  });

  test('does not wake for what was not chosen', async () => {
    const page = await night();
    await page.publish({ statuses: { alerts: 'operational', history: 'major_outage' } });
    assert.equal(page.word(), 'all works');
    assert.equal(page.device.tones.length, 0);
  });

  test('is quiet again when somebody stops the alarm, and the word stays', async () => {
    const page = await night();
    await page.publish({ statuses: { alerts: 'major_outage' } });
    await page.click('stop');
    assert.equal(page.dataset.sound, '');
    assert.equal(page.shown('stop'), false);
    assert.equal(page.word(), 'No alerts.');
    page.device.tones.length = 0;
    await page.clock.pass(2 * MINUTE);
    assert.equal(page.device.tones.length, 0);
    assert.equal(page.dataset.sound, '');
  });

  test('chimes once when all works again', async () => {
    const page = await night();
    await page.publish({ statuses: { alerts: 'major_outage' } });
    await page.click('stop');
    page.device.tones.length = 0;
    await page.publish({ statuses: { alerts: 'operational' } });
    assert.deepEqual(
      page.device.tones.map(({ frequency }) => frequency),
      [523, 659, 784],
    );
    assert.equal(page.dataset.sound, 'chime');
    assert.equal(page.word(), 'all works');
    await page.clock.pass(MINUTE);
    assert.equal(page.device.tones.length, 3);
    assert.equal(page.dataset.sound, '');
  });

  test('wakes after as many minutes of silence as were chosen', async () => {
    const page = await night();
    page.server.network = false;
    await page.clock.pass(4 * MINUTE + 50 * SECOND);
    assert.equal(page.device.tones.length, 0);
    await page.clock.pass(15 * SECOND);
    assert.ok(page.device.tones.length > 0);
    assert.equal(page.word(), 'unknown');
    assert.equal(page.text('#since'), 'since 03:05');
    assert.equal(page.text('#reached'), 'reached at 03:00');
  });

  test('is quiet when the silence is over and it finds the trouble that it knew', async () => {
    const page = await night();
    await page.publish({ statuses: { alerts: 'major_outage' }, since: { since: iso(NOW - 20 * MINUTE) } });
    await page.click('stop');
    page.server.network = false;
    await page.clock.pass(6 * MINUTE);
    assert.deepEqual([page.word(), page.text('#since')], ['unknown', 'since 03:05']);
    assert.equal(page.dataset.sound, 'alarm');
    page.server.network = true;
    await page.clock.pass(31 * SECOND);
    assert.equal(page.dataset.sound, '');
    page.device.tones.length = 0;
    await page.clock.pass(10 * SECOND);
    assert.equal(page.device.tones.length, 0);
  });

  test('knows nothing after a sleep of the device until it has asked anew, at once', async () => {
    const page = await night();
    page.server.instead = { '/heartbeat.json': 'never' };
    page.clock.sleep(60 * MINUTE);
    await page.clock.pass(SECOND);
    assert.equal(page.word(), 'unknown');
    assert.equal(page.text('#since'), 'since 04:00');
    page.server.instead = {};
    await page.clock.pass(MINUTE);
    assert.equal(page.word(), 'all works');
  });

  test('looks at once when it is looked at', async () => {
    const page = await night();
    page.clock.sleep(60 * MINUTE);
    const before = page.asked.length;
    await page.isSeen(true);
    assert.equal(page.text('#clock'), '04:00');
    assert.ok(page.asked.length > before);
  });

  for (const slow of [1.7 * SECOND, 2 * SECOND])
    test(`asks anew what it asked before a sleep: an answer after ${slow} ms is no silence that wakes`, async () => {
      const page = await night();
      page.server.slow = slow;
      await page.clock.pass(31 * SECOND + 500);
      page.clock.sleep(60 * MINUTE);
      page.server.slow = 0;
      await page.clock.pass(600);
      assert.equal(page.device.tones.length, 0);
      assert.equal(page.word(), 'all works');
      assert.equal(page.text('#reached'), 'reached at 04:00');
    });

  test("does not say longer that all works than somebody's word holds, and wakes when it was chosen to", async () => {
    const page = await night();
    page.server.vouchFor = 3 * MINUTE;
    await page.clock.pass(30 * SECOND);
    page.server.network = false;
    await page.clock.pass(3 * MINUTE - 5 * SECOND);
    assert.equal(page.word(), 'all works');
    await page.clock.pass(6 * SECOND);
    assert.equal(page.word(), 'unknown');
    await page.clock.pass(1 * MINUTE);
    assert.equal(page.device.tones.length, 0);
    await page.clock.pass(1 * MINUTE);
    assert.ok(page.device.tones.length > 0);
  });

  test('says where the device gives no sound, and that it sounds again after a touch', async () => {
    const page = await night();
    Object.assign(page.device, { state: 'suspended', resumes: false });
    await page.clock.pass(32 * SECOND);
    assert.equal(page.text('#sound'), 'no sound');
    page.device.resumes = true;
    await page.happens('pointerdown', 'body');
    assert.equal(page.text('#sound'), '');
    Object.assign(page.device, { state: 'suspended', resumes: false });
    await page.happens('pointerdown', 'body');
    await page.clock.pass(1_100);
    assert.equal(page.text('#sound'), 'no sound');
  });

  test('says where the device may fall asleep', async () => {
    assert.equal((await night({ refuses: true })).text('#awake'), 'may fall asleep');
  });
});

describe('an alarm', () => {
  const told = (advice: object | null) => ({
    hurts: ['alerts'],
    touches: ['alerts'],
    works: ['glucose'],
    told: { en: { advice, url: '/incidents/one/' } },
  });
  const outage = (advice: object | null = { text: 'Set a clock.', language: 'en', by: 'operator' }) => ({
    statuses: { alerts: 'major_outage', history: 'operational' },
    incidents: [told(advice)],
  });
  const lines = (page: Awaited<ReturnType<typeof night>>) =>
    [...page.find('#alarm').querySelectorAll('p, dt, dd')].map(({ textContent }) => textContent?.trim());

  test('names what fails in its sentence, then what to do, what still works, and where more stands', async () => {
    const page = await night();
    await page.publish(outage());
    assert.deepEqual(lines(page), [
      'No alerts.',
      'What to do',
      'Set a clock.',
      'Still working',
      'Glucose',
      'all that was said',
    ]);
    assert.equal(page.find('#alarm').getAttribute('role'), 'alert');
    assert.equal(page.text('#word'), '');
    assert.equal(page.document.title, 'No alerts. · Bedside');
    const link = page.find('#alarm a');
    assert.deepEqual(
      ['href', 'target', 'rel'].map((name) => link.getAttribute(name)),
      ['/incidents/one/', '_blank', 'noopener'],
    );
    assert.equal(page.count('#alarm .fails[data-status="major_outage"] svg'), 1);
  });

  test('names the region to whoever watches all, where it is one alone', async () => {
    const page = await night();
    const failing = (...hurts: string[]) => ({
      ...outage(),
      incidents: [{ ...told(null), hurts: ['alerts', ...hurts] }],
    });
    await page.publish(failing('alerts-south'));
    assert.equal(lines(page)[0], 'South: no alerts.');
    await page.publish(failing('alerts-north', 'alerts-south'));
    assert.equal(lines(page)[0], 'No alerts.');
  });

  test('names all that fails of what was chosen, the worst first', async () => {
    const page = await night({ stored: { components: ['history', 'alerts'], patience: 5 } });
    await page.publish({ statuses: { alerts: 'degraded_performance', history: 'major_outage' } });
    assert.deepEqual(lines(page).slice(0, 2), ['No history.', 'Late alerts.']);
  });

  test('has the advice of the page where an incident has none, and says whose and in which language it is', async () => {
    const page = await night();
    await page.publish(outage(null));
    assert.equal(page.text('#alarm dd'), 'Look at the phone.');
    await page.publish(outage({ text: 'Reloj.', language: 'es', by: 'editors' }));
    const advice = page.find('#alarm dd');
    assert.deepEqual([advice.textContent, advice.lang], ['Reloj. (by editors)', 'es']);
    assert.equal(advice.querySelector('small')?.lang, 'en');
    await page.publish({
      ...outage(),
      incidents: [told(null), told(null)].map((one) => ({ ...one, works: [] })),
    });
    assert.ok(lines(page).includes('nobody has confirmed'));
  });

  test('of several incidents leads to the page that has them all, by one link', async () => {
    const page = await night();
    await page.publish({ ...outage(), incidents: [told(null), told(null)] });
    assert.equal(page.count('#alarm a'), 1);
    assert.deepEqual([page.find('#alarm a').getAttribute('href'), page.text('#alarm a')], ['/', 'the page']);
  });

  test('says the same advice of two incidents once', async () => {
    const page = await night();
    const change = outage();
    await page.publish({ ...change, incidents: [...change.incidents, ...change.incidents] });
    assert.equal(lines(page).filter((line) => line === 'Set a clock.').length, 1);
  });

  test('is not written anew while it says the same: it would be read out again', async () => {
    const page = await night();
    await page.publish(outage());
    const first = page.find('#alarm .fails');
    await page.clock.pass(2 * MINUTE);
    await page.click('stop');
    assert.equal(page.find('#alarm .fails'), first);
  });

  test('of silence says that nothing is known, what was heard last, and what to do', async () => {
    const page = await night();
    await page.publish(outage());
    await page.click('stop');
    page.server.network = false;
    await page.clock.pass(6 * MINUTE);
    assert.deepEqual(lines(page), [
      'unknown',
      'Nothing was heard.',
      'Last heard: No alerts.',
      'What to do',
      'Set a clock.',
      'Still working',
      'nobody knows',
      'all that was said',
    ]);
    const calm = await night();
    calm.server.network = false;
    await calm.clock.pass(6 * MINUTE);
    assert.deepEqual(lines(calm).slice(0, 4), [
      'unknown',
      'Nothing was heard.',
      'What to do',
      'Look at the phone.',
    ]);
    assert.deepEqual([calm.text('#alarm a'), calm.find('#alarm a').getAttribute('href')], ['the page', '/']);
  });

  test('that has not sounded is a word: what is not known for a moment is no news yet', async () => {
    const page = await night();
    page.server.network = false;
    page.clock.sleep(3 * MINUTE);
    await page.clock.pass(SECOND);
    assert.deepEqual([page.text('#word'), page.text('#alarm')], ['unknown', '']);
  });

  test('leaves its words when it is stopped, and takes them away when all works again', async () => {
    const page = await night();
    await page.publish(outage());
    await page.click('stop');
    assert.equal(lines(page)[0], 'No alerts.');
    await page.publish({ statuses: { alerts: 'operational', history: 'operational' }, incidents: [] });
    assert.deepEqual([page.text('#alarm'), page.text('#word')], ['', 'all works']);
  });

  for (const key of ['Escape', ' ', 'Enter'])
    test(`is stopped by the key "${key}", and only while it sounds`, async () => {
      const page = await night();
      assert.equal(await page.press(key), false);
      await page.publish(outage());
      assert.equal(await page.press(key, 'body', { ctrlKey: true }), false);
      assert.equal(await page.press('a'), false);
      assert.equal(page.dataset.sound, 'alarm');
      assert.equal(await page.press(key), true);
      assert.deepEqual([page.dataset.sound, page.shown('stop')], ['', false]);
      assert.equal(await page.press(key), false);
    });

  test('is stopped by a key on a link too, which is followed all the same', async () => {
    const page = await night();
    await page.publish(outage());
    assert.equal(await page.press('Enter', '#alarm a'), false);
    assert.equal(page.dataset.sound, '');
  });

  test('leaves the focus of a keyboard nowhere in between: to what begins the night, what is told in it, and the next', async () => {
    const page = await evening();
    await page.click('try');
    page.find('#quiet').focus();
    await page.click('quiet');
    assert.equal(page.focused(), 'begin');
    await page.submit();
    assert.equal(page.focused(), 'told');
    page.find('#end').focus();
    await page.click('end');
    assert.equal(page.focused(), 'begin');
  });

  test('gives the focus to what stops it, and then to what is told', async () => {
    const page = await night();
    page.find('#end').focus();
    await page.publish(outage());
    assert.equal(page.focused(), 'stop');
    await page.press('Escape');
    assert.equal(page.focused(), 'told');
    page.find('#end').focus();
    await page.clock.pass(MINUTE);
    assert.equal(page.focused(), 'end');
  });
});

describe('the clock', () => {
  test('is as clocks are where the reader lives', async () => {
    const page = await night({ languages: ['de-DE', 'en-US'] });
    assert.match(page.text('#clock') ?? '', /^3:00\sAM$/);
    assert.match(page.text('#clock small') ?? '', /^\s$/);
    assert.match(page.text('#reached') ?? '', /^reached at 3:00\sAM$/);
    assert.equal((await night({ languages: ['de-DE'] })).text('#clock'), '03:00');
  });
});

describe('the morning', () => {
  test('ends it all: the alarm, the questions, the lock, the title', async () => {
    const page = await night();
    await page.publish({ statuses: { alerts: 'major_outage' } });
    await page.click('end');
    assert.deepEqual([page.shown('setup'), page.shown('about'), page.shown('night')], [true, true, false]);
    assert.equal(page.document.title, 'Bedside');
    assert.equal(page.dataset.sound, '');
    assert.equal(page.locks.length, 1);
    await settled();
    const [asked, tones] = [page.asked.length, page.device.tones.length];
    page.clock.sleep(60 * MINUTE);
    await page.isSeen(true);
    await page.happens('pointerdown', 'body');
    await page.clock.pass(10 * MINUTE);
    assert.deepEqual([page.asked.length, page.device.tones.length], [asked, tones]);
    assert.equal(page.clock.waiting, 0);
  });

  test('wakes nobody with what was asked for in the night', async () => {
    const page = await night();
    Object.assign(page.server, {
      build: 'b2',
      statuses: { alerts: 'major_outage' },
      instead: { '/bedside.json': undefined },
    });
    await page.clock.pass(30 * SECOND);
    await page.click('end');
    page.server.instead = {};
    await page.clock.pass(MINUTE);
    assert.equal(page.device.tones.length, 0);
    assert.equal(page.dataset.sound, '');
    assert.equal(page.document.title, 'Bedside');
  });

  test('may be followed by another night', async () => {
    const page = await night();
    await page.click('end');
    await page.submit();
    assert.equal(page.word(), 'all works');
    await page.publish({ statuses: { alerts: 'major_outage' } });
    assert.equal(page.word(), 'No alerts.');
  });
});
