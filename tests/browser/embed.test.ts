import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EmbedFile } from '../../src/domain/embed.ts';
import { type Answer, NOW, openPage } from './page.ts';
import { iso, LIMITS, MINUTE } from './site.ts';

const UNKNOWN = { en: 'Unknown', es: 'Desconocido' };
const CALM = { tone: 'calm', headline: 'Followers get alerts.' };
const CLEAR = {
  tone: 'neutral',
  headline: 'No problem is reported.',
  vouched: CALM.headline,
  advice: null,
  advice_lang: null,
};
const TROUBLE = {
  tone: 'trouble',
  headline: 'No alerts.',
  vouched: null,
  advice: 'Look at the device.',
  advice_lang: null,
};
const FILE: Omit<EmbedFile, 'build'> = {
  ...CLEAR,
  built_at: iso(NOW),
  valid_until: iso(NOW + LIMITS.validFor),
  limits: LIMITS,
  next: null,
  as_of: 'As of 03:00 UTC',
  as_of_here: 'As of {time} (03:00 UTC)',
  unknown: 'Unknown: Follow',
  more: 'More',
  url: 'https://status.example.org/',
};

interface Given {
  host?: string;
  file?: Partial<EmbedFile>;
  first?: Answer | undefined;
  /** Where the script came from; nothing for one that stands in the page. */
  script?: string | undefined;
  has?: Record<string, unknown>;
  /** Where the heartbeat of the script's site is renewed, if not there. */
  heartbeat?: string;
  zone?: string;
  languages?: string[];
}

/** A foreign page with the banner in it, and the site that it asks. */
async function embedded(given: Given = {}) {
  const {
    host = '<nightlight-status src="https://status.example.org/">Asking the site</nightlight-status>',
  } = given;
  const site = {
    build: 'b1',
    file: { ...FILE, ...given.file } as Partial<EmbedFile>,
    until: iso(NOW + LIMITS.vouchFor),
    network: true,
    instead: ('first' in given ? { '/heartbeat.json': given.first } : {}) as Record<
      string,
      Answer | undefined
    >,
  };
  const page = openPage(`<html lang="en"><body>${host}</body></html>`, {
    url: 'https://hospital.example.com/ward/',
    has: given.has ?? {},
    ...(given.zone && { zone: given.zone }),
    ...(given.languages && { languages: given.languages }),
    server: (path) => {
      if (!site.network) return undefined;
      if (path in site.instead) return site.instead[path];
      if (path.endsWith('embed.json')) return { body: { build: site.build, ...site.file } };
      const vouched = { by: 'watch', at: iso(NOW), until: site.until };
      const valid_until = iso(page.clock.wall + LIMITS.validFor);
      return { body: { build: site.build, built_at: iso(NOW), valid_until, vouched } };
    },
  });
  const src = 'script' in given ? given.script : 'https://status.example.org/embed.js';
  Object.defineProperty(page.document, 'currentScript', { value: src ? { src } : null });
  await page.load('embed.ts', { UNKNOWN, HEARTBEAT: given.heartbeat ?? '' });
  const element = page.find('nightlight-status');
  const inside = (part: string) =>
    element.shadowRoot?.querySelector<HTMLElement>(`[part="${part}"]`) ?? undefined;
  return {
    ...page,
    site,
    element,
    part: inside,
    says: () => [inside('banner')?.dataset.tone, inside('headline')?.textContent],
    /** The addresses that were asked for, without what makes each of them new. */
    addresses: () => page.fetched.map(({ address }) => address.replace(/\?.*/, '')),
    /** The site is asked again, and so much time passes. */
    later: async (ms: number) => {
      await page.happens('online');
      await page.clock.pass(ms);
    },
  };
}

describe('the banner in a foreign page', () => {
  test('says the answer, when it was so, and where there is more', async () => {
    const banner = await embedded();
    assert.deepEqual(banner.says(), ['calm', CALM.headline]);
    assert.equal(banner.part('time')?.textContent, 'As of 03:00 UTC');
    assert.equal(banner.part('link')?.textContent, 'More');
    assert.equal(banner.part('link')?.getAttribute('href'), FILE.url);
    assert.equal(banner.part('link')?.parentElement?.textContent, 'As of 03:00 UTC · More');
    assert.equal(banner.part('headline')?.querySelector('b')?.textContent, CALM.headline);
    assert.equal(banner.part('banner')?.getAttribute('role'), 'status');
    assert.ok(!banner.part('advice'));
  });

  test('says it in the reader’s own time, with UTC behind it, and with the day where that is another', async () => {
    const asOf = async (given: Given) =>
      (await embedded(given)).part('time')?.textContent?.replace(/\s/g, ' ');
    const home = { zone: 'America/New_York', languages: ['en-US'] };
    assert.equal(await asOf(home), 'As of 10:00 PM EST (03:00 UTC)');
    const earlier = { built_at: iso(NOW - 24 * 60 * MINUTE) };
    assert.equal(await asOf({ ...home, file: earlier }), 'As of Feb 27, 10:00 PM EST (03:00 UTC)');
    assert.equal(
      await asOf({ zone: 'America/New_York', languages: ['es-US', 'en-GB'] }),
      'As of 22:00 GMT-5 (03:00 UTC)',
    );
    const kept = { as_of_here: undefined } as unknown as Partial<EmbedFile>;
    assert.equal(await asOf({ ...home, file: kept }), 'As of 03:00 UTC', 'a file of an older build');
  });

  test('says what to do where something is wrong, and in which language if it is another', async () => {
    const plain = await embedded({ file: TROUBLE });
    assert.deepEqual(plain.says(), ['trouble', 'No alerts.']);
    assert.equal(plain.part('advice')?.textContent, 'Look at the device.');
    assert.equal(plain.part('advice')?.hasAttribute('lang'), false);
    const foreign = await embedded({ file: { ...TROUBLE, advice_lang: 'en' } });
    assert.equal(foreign.part('advice')?.lang, 'en');
  });

  test('carries its own style, once, however often it is moved', async () => {
    const { element, document } = await embedded();
    document.body.append(element);
    assert.equal(element.shadowRoot?.adoptedStyleSheets.length, 1);
    const rules = [...(element.shadowRoot?.adoptedStyleSheets[0]?.cssRules ?? [])].map(
      ({ cssText }) => cssText,
    );
    assert.ok(
      rules.some((rule) => rule.includes('--nightlight-trouble')),
      rules.join(),
    );
  });

  test('shows what stands in it while it asks, and a sign of life where nothing does', async () => {
    const words = await embedded({ first: 'never' });
    assert.deepEqual(words.says(), ['unknown', 'Asking the site']);
    const empty = await embedded({
      first: 'never',
      host: '<nightlight-status src="https://status.example.org/">  </nightlight-status>',
    });
    assert.deepEqual(empty.says(), ['unknown', '…']);
  });

  test('says "unknown" where nothing is heard, in the language of the page', async () => {
    const banner = await embedded({ first: undefined });
    assert.deepEqual(banner.says(), ['unknown', 'Unknown']);
    assert.ok(!banner.part('link'));
    const spanish = await embedded({
      first: undefined,
      host: '<nightlight-status lang="es-MX" src="https://status.example.org/"></nightlight-status>',
    });
    assert.deepEqual(spanish.says(), ['unknown', 'Desconocido']);
    const other = await embedded({
      first: undefined,
      host: '<nightlight-status lang="fr" src="https://status.example.org/"></nightlight-status>',
    });
    assert.deepEqual(other.says(), ['unknown', 'Unknown']);
  });

  test('says "unknown" of the service by name, with where to look, once its proof has lapsed', async () => {
    const banner = await embedded();
    banner.site.network = false;
    await banner.clock.pass(41 * MINUTE);
    assert.deepEqual(banner.says(), ['unknown', 'Unknown: Follow']);
    assert.equal(banner.part('link')?.textContent, 'More');
    assert.ok(!banner.part('advice'));
  });

  test('is not calm any longer than whoever checks the service has said', async () => {
    const banner = await embedded();
    banner.site.until = iso(NOW + 3 * MINUTE);
    await banner.clock.pass(3 * MINUTE - 1_000);
    assert.equal(banner.says()[0], 'calm');
    await banner.clock.pass(1_100);
    assert.equal(banner.says()[0], 'unknown');
    const trouble = await embedded({ file: TROUBLE });
    trouble.site.until = iso(NOW + MINUTE);
    await trouble.clock.pass(5 * MINUTE);
    assert.equal(trouble.says()[0], 'trouble');
  });

  test('shows what was published since, with the file of that build', async () => {
    const banner = await embedded();
    Object.assign(banner.site, { build: 'b2', file: { ...FILE, ...TROUBLE } });
    await banner.later(100);
    assert.deepEqual(banner.says(), ['trouble', 'No alerts.']);
  });

  test('says nothing calm while it asks for what was published since', async () => {
    const banner = await embedded();
    Object.assign(banner.site, { build: 'b2', instead: { '/embed.json': 'never' } });
    await banner.later(100);
    assert.deepEqual(banner.says(), ['neutral', CALM.headline]);
    const trouble = await embedded({ file: TROUBLE });
    Object.assign(trouble.site, { build: 'b2', instead: { '/embed.json': 'never' } });
    await trouble.later(100);
    assert.deepEqual(trouble.says(), ['trouble', 'No alerts.']);
  });

  const refusals: [what: string, answer: Answer | undefined][] = [
    ['of the build before', { body: { ...FILE, build: 'b1', ...TROUBLE } }],
    ['that does not come', undefined],
    ['that comes with an error', { body: { ...FILE, build: 'b2', ...TROUBLE }, status: 503 }],
    ['that never comes', 'never'],
  ];
  for (const [what, answer] of refusals)
    test(`says "unknown" soon where the server has another build, with a file ${what}`, async () => {
      const banner = await embedded();
      Object.assign(banner.site, { build: 'b2', instead: { '/embed.json': answer } });
      await banner.later(6_000);
      assert.deepEqual(banner.says(), ['unknown', 'Unknown: Follow']);
    });

  test('is not proved by an error of the server that looks like a heartbeat', async () => {
    const vouched = { by: 'watch', at: iso(NOW), until: iso(NOW + MINUTE) };
    const body = { build: 'b1', built_at: iso(NOW), valid_until: iso(NOW + MINUTE), vouched };
    assert.equal((await embedded({ first: { body, status: 500 } })).says()[1], 'Unknown');
    assert.equal((await embedded({ first: { body } })).says()[1], CALM.headline);
  });

  test('confirms nothing where the server does not expose its date', async () => {
    const vouched = { by: 'watch', at: iso(NOW), until: iso(NOW + MINUTE) };
    const body = { build: 'b1', built_at: iso(NOW), valid_until: iso(NOW + MINUTE), vouched };
    const banner = await embedded({ first: { body, headers: { date: '' } } });
    assert.deepEqual(banner.says(), ['unknown', 'Unknown']);
  });

  test('counts how long an answer was kept on its way', async () => {
    const banner = await embedded();
    const vouched = { by: 'watch', at: iso(NOW), until: iso(NOW + 10 * MINUTE) };
    const body = { build: 'b1', built_at: iso(NOW), valid_until: iso(NOW + 10 * MINUTE), vouched };
    banner.site.instead = { '/heartbeat.json': { body, headers: { age: '540' } } };
    await banner.later(59_000);
    assert.equal(banner.says()[0], 'calm');
    banner.site.network = false;
    await banner.clock.pass(10 * MINUTE);
    assert.equal(banner.says()[0], 'unknown');
  });
});

describe('a reading that the banner was told in advance', () => {
  const next = { at: iso(NOW + 5 * MINUTE), ...TROUBLE };

  test('is said in its second, and once', async () => {
    const banner = await embedded({ file: { next } });
    await banner.clock.pass(5 * MINUTE - 1_000);
    assert.deepEqual(banner.says(), ['calm', CALM.headline]);
    await banner.clock.pass(1_100);
    assert.deepEqual(banner.says(), ['trouble', 'No alerts.']);
    assert.equal(banner.part('advice')?.textContent, 'Look at the device.');
    await banner.clock.pass(5 * MINUTE);
    assert.deepEqual(banner.says(), ['trouble', 'No alerts.']);
  });

  test("of trouble needs nobody's word, and one of calm does", async () => {
    const trouble = await embedded({ file: { next } });
    trouble.site.until = iso(NOW + 6 * MINUTE);
    await trouble.clock.pass(9 * MINUTE);
    assert.equal(trouble.says()[0], 'trouble');
    const calm = await embedded({ file: { ...TROUBLE, next: { at: next.at, ...CLEAR } } });
    calm.site.until = iso(NOW + 6 * MINUTE);
    await calm.clock.pass(5 * MINUTE + 30_000);
    assert.equal(calm.says()[0], 'calm');
    await calm.clock.pass(4 * MINUTE);
    assert.equal(calm.says()[0], 'unknown');
  });

  test('is not said by a banner that cannot be proved', async () => {
    const banner = await embedded({ file: { next: { at: iso(NOW + 45 * MINUTE), ...TROUBLE } } });
    banner.site.network = false;
    await banner.clock.pass(50 * MINUTE);
    assert.deepEqual(banner.says(), ['unknown', 'Unknown: Follow']);
  });

  test("that lies before the server's time is said at once", async () => {
    const banner = await embedded({ file: { next: { at: iso(NOW - MINUTE), ...TROUBLE } } });
    assert.deepEqual(banner.says(), ['trouble', 'No alerts.']);
  });
});

describe('the addresses that the banner asks', () => {
  const at = async (host: string, script?: string | null) =>
    (
      await embedded({ host, ...(script === null ? { script: undefined } : script ? { script } : {}) })
    ).addresses();

  test('are those of the site that is named, past every cache, each time new', async () => {
    const banner = await embedded();
    assert.deepEqual(banner.addresses(), [
      'https://status.example.org/heartbeat.json',
      'https://status.example.org/embed.json',
    ]);
    assert.ok(
      banner.fetched.every(({ cache, address }) => cache === 'no-store' && /\?[0-9a-z]+$/.test(address)),
    );
    assert.equal(new Set(banner.fetched.map(({ address }) => address.split('?')[1])).size, 2);
  });

  test('follow the heartbeat to where it is renewed, on the site that the script is from', async () => {
    const heartbeat = 'https://beat.example.org/follow.json';
    const host = (src = '') => `<nightlight-status${src && ` src="${src}"`}></nightlight-status>`;
    const first = async (
      src?: string,
      script: string | undefined = 'https://status.example.org/embed.js?v=2',
    ) => (await embedded({ host: host(src), heartbeat, script })).addresses()[0];
    assert.equal(await first(), heartbeat);
    assert.equal(await first('https://status.example.org/'), heartbeat);
    assert.equal(await first('https://other.example.org/'), 'https://other.example.org/heartbeat.json');
    const banner = await embedded({ heartbeat, first: undefined });
    assert.equal(banner.says()[0], 'calm', 'that its own cannot be heard says nothing');
  });

  test("may be named from the page's own", async () => {
    const [heartbeat] = await at('<nightlight-status src="../status/"></nightlight-status>');
    assert.equal(heartbeat, 'https://hospital.example.com/status/heartbeat.json');
  });

  test('lie beside the script where none is named, else beside the page', async () => {
    const host = '<nightlight-status></nightlight-status>';
    const [beside] = await at(host, 'https://status.example.org/repo/embed.js');
    assert.equal(beside, 'https://status.example.org/repo/heartbeat.json');
    const [page] = await at(host, null);
    assert.equal(page, 'https://hospital.example.com/ward/heartbeat.json');
  });

  test('are those of the words in the language of the element, else of the page, where the site speaks it', async () => {
    const file = async (host: string) => (await at(host)).find((address) => address.endsWith('embed.json'));
    const src = 'src="https://status.example.org/"';
    const spanish = 'https://status.example.org/es/embed.json';
    const original = 'https://status.example.org/embed.json';
    assert.equal(await file(`<nightlight-status lang="es-MX" ${src}></nightlight-status>`), spanish);
    assert.equal(await file(`<nightlight-status lang="en-US" ${src}></nightlight-status>`), original);
    assert.equal(await file(`<nightlight-status lang="fr" ${src}></nightlight-status>`), original);
    const page = await embedded();
    page.document.documentElement.lang = 'es';
    page.site.build = 'b2';
    await page.later(100);
    assert.equal(page.addresses().at(-1), spanish);
    page.document.documentElement.lang = '';
    page.site.build = 'b3';
    await page.later(100);
    assert.equal(page.addresses().at(-1), original);
  });
});

describe('how often the banner asks', () => {
  test('is about once a minute, and not at the same moment as all the others', async () => {
    const banner = await embedded();
    await banner.clock.pass(10 * MINUTE);
    assert.equal(banner.addresses().length, 11);
    const secondsUntil = async (chance: number) => {
      const random = { random: { value: () => chance } };
      const { asked, clock } = await embedded({ has: { Math: Object.create(Math, random) } });
      let seconds = 0;
      for (; asked.length < 3 && seconds < 100; seconds++) await clock.pass(1_000);
      return seconds;
    };
    assert.deepEqual([await secondsUntil(0), await secondsUntil(0.9999)], [49, 73]);
  });

  test('is less and less while the site does not answer, up to ten minutes', async () => {
    const banner = await embedded();
    banner.site.network = false;
    await banner.clock.pass(60 * MINUTE);
    const before = banner.asked.length;
    await banner.clock.pass(30 * MINUTE);
    assert.equal(banner.asked.length - before, 3);
  });

  test('gives up on a question after a quarter of a minute', async () => {
    const banner = await embedded({ first: 'never' });
    banner.site.instead = {};
    await banner.clock.pass(14_900);
    assert.equal(banner.asked.length, 1);
    await banner.clock.pass(10_000);
    assert.equal(banner.says()[1], CALM.headline);
  });

  test('is never while nobody looks, and at once when somebody does', async () => {
    const banner = await embedded();
    await banner.isSeen(false);
    assert.equal(banner.asked.length, 2);
    await banner.clock.pass(2 * MINUTE);
    const hidden = banner.asked.length;
    await banner.clock.pass(30 * MINUTE);
    assert.equal(banner.asked.length, hidden);
    await banner.isSeen(true);
    assert.equal(banner.asked.length, hidden + 1);
    await banner.happens('online');
    assert.equal(banner.asked.length, hidden + 2);
  });

  test('is never again once the banner is taken out of the page', async () => {
    const banner = await embedded();
    banner.element.remove();
    await banner.clock.pass(10 * MINUTE);
    await banner.happens('online');
    await banner.isSeen(true);
    assert.equal(banner.asked.length, 2);
    banner.document.body.append(banner.element);
    await banner.clock.pass(100);
    assert.equal(banner.asked.length, 3);
  });
});

describe('a host of the banner', () => {
  test('may load its script twice', async () => {
    const banner = await embedded();
    await banner.load('embed.ts', { UNKNOWN });
    assert.deepEqual(banner.says(), ['calm', CALM.headline]);
  });

  test('that refuses the element keeps what stands inside it, and gets no error', async () => {
    const customElements = {
      get: () => undefined,
      define: () => {
        throw new Error('refused');
      },
    };
    const banner = await embedded({ has: { customElements } });
    assert.equal(banner.element.textContent, 'Asking the site');
  });
});
