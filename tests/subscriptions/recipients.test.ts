import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { Content, PersonalKind } from '../../src/delivery/channel.ts';
import type { NotificationFile } from '../../src/domain/notification-file.ts';
import type { Status } from '../../src/domain/status.ts';
import { told } from '../delivery/told.ts';
import { type Fields, idIn, NIGHT, openService, SITE, SITE_IN_REGIONS } from './service.ts';
import { often } from '../thorough.ts';

const service = await openService();
after(() => service.database.close());
/** The same, in the same store, where followers are told in Europe and in the United States, and signing in is everywhere alike. */
const regional = await openService({ site: SITE_IN_REGIONS }, service.database);
beforeEach(() => service.clear());

/** What an update does to components: the status as of it, and the worst until then. */
function hurting(
  impact: Record<string, Status | readonly [status: Status, worst: Status]>,
): NotificationFile['impact'] {
  return Object.entries(impact).map(([component, one]) => {
    const [status, worst] = typeof one === 'string' ? [one, one] : one;
    return { component, status, status_name: status, worst, since: null };
  });
}

/** What an update does to a component in some regions alone. */
function hurtingIn(component: string, regions: Record<string, Status>): NotificationFile['impact'] {
  const [worst = 'operational'] = Object.values(regions);
  const [whole] = hurting({ [component]: worst });
  assert.ok(whole);
  const there = Object.entries(regions).map(([region, status]) => ({
    ...{ region, name: region, status, status_name: status, worst: status, since: null },
  }));
  return [{ ...whole, regions: there }];
}

function update(changed: Partial<NotificationFile>): Content {
  return { kind: 'update', told: told(changed) };
}

async function owed(content: Content, kind: PersonalKind = 'email'): Promise<string[]> {
  return service.recipients.owed({ kind, content, after: '', limit: 100 });
}

/** Lets somebody join. @returns what they are called in what is owed. */
async function someone(name: string, fields: Fields = {}): Promise<string> {
  const own = await service.join('email', { address: `${name}@example.com`, ...fields });
  const id = idIn(own);
  assert.notEqual(id, '');
  return id;
}

const OUTAGE = { 'follow-alerts': 'major_outage' } as const;

test('who asked for everything is told of everything, and who asked for one component of that alone', async () => {
  const all = await someone('all');
  const alerts = await someone('alerts', { about: 'some', component: 'follow-alerts' });
  const reports = await someone('sign-in', { about: 'some', component: ['sign-in'] });
  assert.deepEqual(await owed(update({ impact: hurting(OUTAGE) })), [all, alerts].toSorted());
  const other = update({ incident: 'other', impact: hurting({ 'sign-in': 'degraded_performance' }) });
  assert.deepEqual(await owed(other), [all, reports].toSorted());
  assert.deepEqual(await owed(other, 'sms'), []);
});

test('who asked only for the worst is woken by the worst alone', async () => {
  const major = await someone('major', { least: 'major' });
  const partial = await someone('partial', { least: 'partial' });
  const any = await someone('any');
  const by = (status: Status) => owed(update({ incident: status, impact: hurting({ 'sign-in': status }) }));
  assert.deepEqual(await by('major_outage'), [major, partial, any].toSorted());
  assert.deepEqual(await by('partial_outage'), [partial, any].toSorted());
  assert.deepEqual(await by('not_known'), [partial, any].toSorted(), 'what nobody knows is not well');
  assert.deepEqual(await by('degraded_performance'), [any]);
  assert.deepEqual(await by('under_maintenance'), [any]);
});

test('the worst of another component wakes nobody who did not choose it', async () => {
  const mine = await someone('mine', { component: 'sign-in', least: 'major' });
  const impact = hurting({ 'follow-alerts': 'major_outage', 'sign-in': 'partial_outage' });
  assert.deepEqual(await owed(update({ impact })), []);
  const worse = hurting({ 'follow-alerts': 'major_outage', 'sign-in': 'major_outage' });
  assert.deepEqual(await owed(update({ impact: worse })), [mine]);
});

describe('who was told of an incident is told how it ends, though it then is less', () => {
  test('by the all-clear', async () => {
    const major = await someone('major', { least: 'major' });
    await owed(update({ impact: hurting(OUTAGE) }));
    const clear = { 'follow-alerts': ['operational', 'major_outage'] } as const;
    assert.deepEqual(await owed(update({ impact: hurting(clear), all_clear: true, state: 'resolved' })), [
      major,
    ]);
  });

  test('by a correction that makes it smaller, and names another component', async () => {
    const major = await someone('major', { least: 'major', component: 'follow-alerts' });
    await owed(update({ impact: hurting(OUTAGE) }));
    const smaller = update({ state: 'correction', impact: hurting({ 'sign-in': 'degraded_performance' }) });
    assert.deepEqual(await owed(smaller), [major]);
  });

  test('by a withdrawal, after which nothing ever happened', async () => {
    const major = await someone('major', { least: 'major' });
    await owed(update({ impact: hurting(OUTAGE) }));
    const nothing = hurting({ 'follow-alerts': 'operational' });
    assert.deepEqual(await owed(update({ state: 'withdrawn', impact: nothing })), [major]);
    assert.deepEqual(await owed(update({ incident: 'other', state: 'withdrawn', impact: nothing })), []);
  });

  test('by a word that it was a drill', async () => {
    const noDrills = await someone('real');
    await owed(update({ impact: hurting(OUTAGE) }));
    assert.deepEqual(await owed(update({ drill: true, impact: hurting(OUTAGE) })), [noDrills]);
  });
});

describe('who asked for one region alone', () => {
  const owedThere = (changed: Partial<NotificationFile>) =>
    regional.recipients.owed({ kind: 'email', content: update(changed), after: '', limit: 100 });
  const inRegion = async (name: string, fields: Fields) =>
    idIn(await regional.join('email', { address: `${name}@example.com`, ...fields }));

  test('is not woken by what fails in another, and is told of what fails there and everywhere', async () => {
    const europe = await inRegion('europe', { where: 'some', region: 'eu' });
    const both = await inRegion('both', { where: 'some', region: ['eu', 'us'] });
    const all = await inRegion('all', { where: 'all' });
    assert.deepEqual(
      await owedThere({ impact: hurtingIn('follow-alerts', { us: 'major_outage' }) }),
      [both, all].toSorted(),
    );
    const other = { incident: 'other', impact: hurtingIn('follow-alerts', { eu: 'major_outage' }) };
    assert.deepEqual(await owedThere(other), [europe, both, all].toSorted());
    const everywhere = { incident: 'everywhere', impact: hurting({ 'sign-in': 'major_outage' }) };
    assert.deepEqual(await owedThere(everywhere), [europe, both, all].toSorted());
  });

  test('is woken by how bad it is there, and not by how bad it is elsewhere', async () => {
    const europe = await inRegion('europe', { region: 'eu', least: 'major' });
    const uneven = hurtingIn('follow-alerts', { us: 'major_outage', eu: 'degraded_performance' });
    assert.deepEqual(await owedThere({ impact: uneven }), []);
    const worse = hurtingIn('follow-alerts', { us: 'major_outage', eu: 'major_outage' });
    assert.deepEqual(await owedThere({ impact: worse }), [europe]);
  });

  test('is told of one component there alone, where that was chosen too', async () => {
    const glucose = await inRegion('glucose', { region: 'us', component: 'follow-glucose' });
    const alerts = hurtingIn('follow-alerts', { us: 'major_outage' });
    assert.deepEqual(await owedThere({ impact: alerts }), []);
    const others = hurtingIn('follow-glucose', { eu: 'major_outage' });
    assert.deepEqual(await owedThere({ incident: 'others', impact: others }), []);
    const own = hurtingIn('follow-glucose', { us: 'major_outage' });
    assert.deepEqual(await owedThere({ incident: 'own', impact: own }), [glucose]);
  });

  test('is not woken where what fails is not there at all', async () => {
    await inRegion('japan', { region: 'jp' });
    assert.deepEqual(await owedThere({ impact: hurting(OUTAGE) }), []);
  });

  test('is told to the end of what reached it, though it then names another region', async () => {
    const europe = await inRegion('europe', { region: 'eu' });
    await owedThere({ impact: hurtingIn('follow-alerts', { us: 'major_outage', eu: 'partial_outage' }) });
    const narrower = hurtingIn('follow-alerts', { us: 'major_outage' });
    assert.deepEqual(await owedThere({ state: 'correction', impact: narrower }), [europe]);
  });

  test('is told of all where the site has that region no more: nobody is told less because one was renamed', async () => {
    const europe = await inRegion('europe', { region: 'eu' });
    await service.database.query(`update nightlight.subscribers set regions = '{emea}'`);
    assert.deepEqual(await owedThere({ impact: hurtingIn('follow-alerts', { us: 'major_outage' }) }), [
      europe,
    ]);
    const stale = { kind: 'stale' as const, site: told().site, since: NIGHT, language: 'en' as const };
    await service.database.query(`update nightlight.subscribers set regions = '{us}'`);
    const concerned = { kind: 'email' as const, content: stale, after: '', limit: 100 };
    assert.deepEqual(await regional.recipients.owed(concerned), [europe]);
  });
});

test('drills are told to those who want them', async () => {
  const drills = await someone('drills', { drills: 'yes' });
  await someone('none');
  assert.deepEqual(await owed(update({ drill: true, impact: hurting(OUTAGE) })), [drills]);
});

test('a component that was renamed is still the one that somebody chose', async () => {
  const id = await someone('older');
  await service.database.query(`update nightlight.subscribers set components = '{follow-readings}'`);
  assert.deepEqual(await owed(update({ impact: hurting({ 'follow-glucose': 'major_outage' }) })), [id]);
  assert.ok(SITE.components.some(({ formerly }) => formerly.includes('follow-readings')));
});

test('that the page cannot be believed concerns everybody, those who asked for the worst above all', async () => {
  const major = await someone('major', { least: 'major', component: 'sign-in' });
  const stale = { kind: 'stale' as const, site: told().site, since: NIGHT, language: 'en' as const };
  assert.deepEqual(await owed(stale), [major]);
});

test('addresses are those of now, with links of their own', async () => {
  const [one, other] = [await someone('one', { sound: 'quiet', language: 'en' }), await someone('other')];
  const known = await service.recipients.addresses('email', [one, other, 'f'.repeat(32)]);
  assert.deepEqual([...known.keys()].toSorted(), [one, other].toSorted());
  const first = known.get(one);
  assert.equal(first?.address, 'one@example.com');
  assert.equal(first?.loud, false);
  const path = (link = '') => link.replace('https://notify.example.org', '');
  assert.equal((await service.get(path(first?.links.preferences))).status, 200);
  assert.equal((await service.get(path(first?.links.leave))).status, 200);
  await service.post(path(known.get(other)?.links.leave), {});
  assert.deepEqual([...(await service.recipients.addresses('email', [one, other])).keys()], [one]);
  assert.deepEqual([...(await service.recipients.addresses('sms', [one])).keys()], []);
});

test('an address that is gone is told nothing more, and what the channel said of it is not kept', async () => {
  const id = await someone('dead');
  await service.recipients.gone('email', id, '550 5.1.1 <dead@example.com> does not exist');
  assert.deepEqual(await owed(update({ impact: hurting(OUTAGE) })), []);
  const [row] = await service.database.query('select state, sealed from nightlight.subscribers');
  assert.deepEqual(row, { state: 'gone', sealed: null });
  assert.doesNotMatch(service.logged.join('\n'), /dead@/);
});

test('twenty thousand are read page by page, each once, in the order of their ids', async () => {
  const count = often(20_000, 100_000);
  await service.database.query(
    `insert into nightlight.subscribers (id, kind, state, key_id, lookup, sealed, language, components, least, loud, drills, minor, since)
     select md5(n::text), 'email', 'active', 'k1', n::text, 'sealed', 'en',
       case when n % 2 = 0 then null else array['follow-alerts'] end, (n % 4)::smallint, true, false, false, now()
     from generate_series(1, $1::int) as n`,
    [count],
  );
  const content = update({ impact: hurting(OUTAGE) });
  const begun = performance.now();
  const [seen, limit] = [[] as string[], 1000];
  for (let after = ''; ; ) {
    const page = await service.recipients.owed({ kind: 'email', content, after, limit });
    seen.push(...page);
    if (page.length < limit) break;
    after = page.at(-1) ?? '';
  }
  const took = performance.now() - begun;
  assert.equal(seen.length, count);
  assert.deepEqual(seen, [...new Set(seen)].toSorted());
  assert.ok(took < 10_000, `it took ${took} ms`);
  const plan = await service.database.query<{ 'QUERY PLAN': string }>(
    `explain select id from nightlight.subscribers where state = 'active' and kind = 'email' and id > 'a' order by id limit 5000`,
  );
  assert.match(JSON.stringify(plan), /subscribers_owed/);
});
