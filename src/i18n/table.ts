import { Call, Counted, Row, Template } from './shape.ts';

/**
 * A message with values, in the order in which it is called. `count: number` is a number, by which it may choose a
 * plural; `who?` may be missing, and `{hasWho}` is "yes" or "no"; `one{date time}` is an object, and its properties
 * are `{oneDate}` and `{oneTime}`. Every text has a twin that begins with a capital letter, `{Service}` of `{service}`.
 */
function call<const P extends readonly string[]>(...parameters: P): Call<P> {
  return new Call(parameters);
}

/** A text that a page or a script fills. */
function template<const N extends readonly string[]>(...names: N): Template<N> {
  return new Template(names);
}

const counted = new Counted();
const pair = <const K extends readonly [string, string]>(keys: K, ...names: string[]) => new Row(keys, names);
const three = <const K extends readonly [string, string, string]>(keys: K, ...names: string[]) =>
  new Row(keys, names);

const clock = '{date time}';
const clocks = ['one{date time}', 'other{date time}'] as const;
const local = ['time', 'date', 'moment'] as const;
const stretch = ['one', 'other', 'date', 'first', 'last'] as const;

export const PAGES = {
  labelled: call('label'),
  format: {
    on: call('date'),
    between: call(...clocks),
    betweenDays: call('one', 'other'),
    at: call(clock),
    sameDay: call('one', 'other', 'date'),
    inSentence: call(clock),
    from: call(clock),
    since: call(clock),
    sinceSome: call('phrase'),
    fromSome: call('phrase'),
    window: call(...clocks),
    windowOnDay: call('one', 'other', 'date'),
    before: call(clock),
    beforeEndOf: call('date'),
    atMost: call('duration'),
    spanBetween: call('one', 'other'),
    units: counted,
  },
  sentences: {
    joined: call('one', 'other'),
    again: call('works'),
    notKnown: call('works'),
    norKnown: call('one', 'other'),
    inRegions: call('where', 'what'),
  },
  answer: {
    working: call('service'),
    clear: call('service'),
    all: call('service'),
    more: call('count: number'),
    reported: call('service'),
    reportedOf: call('names'),
    again: call('service'),
    moreAgain: call('count: number'),
    maintenance: call('service'),
    overrun: call('service'),
    of: call('names'),
    unknown: call('service'),
    unknownBecause: { clocks: template('device', 'server') },
    several: call('count: number'),
  },
  home: {
    allOf: call('count: number'),
    othersOf: call('count: number'),
    calmOf: call('those'),
    nothingOf: call('those'),
    toldText: template('subscribe'),
    plan: template('prepare'),
  },
  announcements: { feed: call('name') },
  regions: { title: call('region'), about: call('region'), worst: call('regions') },
  strip: { label: call('name', 'days: number'), summary: call('days: number') },
  uptime: {
    noMoreThan: call('percent'),
    partKnown: call('percent'),
    ofKnown: call('percent', 'unknown'),
  },
  chart: {
    longest: template('duration', 'date'),
    longestAtMost: template('duration', 'date'),
    week: template('date'),
    more: template('count'),
    asOf: template('time'),
    cut: template('top'),
  },
  component: { title: call('name'), since: call('date'), retired: call('date') },
  responses: {
    hours: template('check'),
    days: template('check'),
    measured: template('median', 'worst'),
    cut: template('top'),
    looks: template('failures', 'looks'),
    unknown: template('time'),
    asOf: template('time'),
  },
  incident: {
    after: call('span'),
    publishedAfter: call('span'),
    saidThenPublished: call('said', 'published'),
  },
  drawing: {
    works: call('names'),
    before: call('word', 'time'),
    ended: call('time'),
    lastKnown: call('time'),
    change: call('word', 'time'),
    announced: call('time'),
    until: call('time'),
    pledge: call('time'),
    due: call('time'),
    overdue: call('time'),
    now: call('time'),
    version: call('time'),
    upTo: call('span'),
    fromTo: call('least', 'most'),
    units: counted,
    sentence: {
      whole: call('parts'),
      joined: call('one', 'other'),
      hurt: call('names'),
      work: call('names'),
      began: call('time'),
      ended: call('time'),
      seen: call('time'),
      notice: call('span'),
      between: call('span'),
      said: call('count: number'),
    },
  },
  history: { year: call('year: number'), count: call('count: number') },
  years: {
    label: call('year: number', 'summary'),
    mark: call('days', 'status', 'titles'),
    atWorst: call('status'),
  },
  rows: {
    before: call('date'),
    since: call('date'),
    sinceBefore: call('date'),
    atLeast: call('duration'),
    seenOn: call('days'),
    beforeTo: call('first', 'last'),
  },
  pledge: {
    promise: call('first', 'every'),
    since: call('date', 'promise'),
    bySince: call('date'),
    totals: call('kept: number', 'all: number'),
    movedBeginning: call('was', 'changed', 'verdict'),
    movedUpdate: call('was', 'changed'),
    watched: call('found', 'slowest?', 'places: number', 'cache'),
  },
  pledgeDrawing: {
    sums: call('kept: number', 'missed: number', 'untold: number'),
    leftOut: call('count: number'),
    broken: call('limit'),
    newest: call('count: number'),
    promised: call('duration'),
  },
  replay: {
    label: call('date'),
    labelOfDrill: call('date'),
    day: call('date'),
    night: call('date'),
    title: call('when'),
    see: call('when'),
    silence: call('span'),
    firstWord: call('span'),
    owed: call('when'),
    began: call('when'),
    ended: call('when'),
    changed: call('names', 'status', 'when'),
    hasChanged: call('names', 'status'),
  },
  proof: {
    first: template('first'),
    paces: template('half', 'most'),
    counts: template('owed', 'sent', 'failed'),
    about: template('count'),
    fewer: template('count'),
    usual: template('usual', 'slowest', 'updates'),
    untold: template('untold'),
    updates: counted,
  },
  footer: { zone: call('zone'), printed: template('time') },
  local: {
    moment: pair(['today', 'day'], ...local),
    inSentence: pair(['today', 'day'], ...local),
    since: pair(['today', 'day'], ...local),
    from: pair(['today', 'day'], ...local),
    before: pair(['today', 'day'], ...local),
    between: three(['today', 'day', 'days'], ...stretch),
    window: three(['today', 'day', 'days'], ...stretch),
    sinceSome: call('phrase'),
    fromSome: call('phrase'),
  },
  ages: { hour: pair(['past', 'ahead']), minute: pair(['past', 'ahead']) },
  feed: { title: call('name'), description: call('service'), said: call('moment') },
  badge: { more: call('said', 'count: number'), asOf: call('time') },
  cite: {
    update: call('title', 'state', 'then', 'who?'),
    saidFrom: call('first', 'newest'),
    saidOnce: call('then'),
    version: call('time'),
  },
  press: {
    quoted: call('name'),
    original: call('text', 'language'),
    failed: call('names'),
    began: call('then'),
    ended: call('then'),
    lasted: call('span'),
    endUnknownAfter: call('then'),
    planned: call('from', 'until'),
    cancelled: call('then'),
    withdrawn: call('then'),
    notice: call('then', 'published?', 'after?'),
    works: call('names'),
    cause: call('cause', 'certainty'),
    contact: call('name', 'address'),
  },
  held: { until: call('time') },
  versions: {
    copy: call('time'),
    version: call('time'),
    redacted: call('on', 'because'),
  },
  bedside: { minutes: call('count: number') },
  subscribe: {
    signUp: { elsewhere: template('form'), onlyCountry: call('country') },
    ways: template('atom', 'rss', 'json', 'ics', 'bedside', 'api'),
  },
  about: {
    sections: template('operator', 'contact', 'contactText', 'emergency', 'uptime', 'service', 'bedside'),
  },
} as const;

/** A moment from which something lasts: "from 1 March", and as it follows "since". */
const since = new Call(['from', 'since'], true);

export const MESSAGES = {
  marks: { drill: pair(['long', 'short']), demonstration: pair(['long', 'short']) },
  source: call('name'),
  some: call('first', 'count: number'),
  taken: call('title'),
  since,
  sinceBefore: call('before'),
  overSince: since,
  lastKnown: call('then'),
  nextBy: call(clock),
  speakers: call('place?'),
  more: call('address'),
  footer: { subscriber: call('name', 'service') },
  page: {
    stale: { hazard: call('service'), since },
    fresh: { hazard: call('service'), since },
  },
} as const;

const named = call('{brand programme service}');
const reachable = call('{brand programme service contact link}');
const programme = call('programme');

export const SUBSCRIPTIONS = {
  form: { consent: { email: named, sms: named, 'web-push': named } },
  wrong: { country: call('countries') },
  pages: {
    back: call('site'),
    confirm: { lead: programme },
    guardian: { words: named },
    preferences: { for: call('address') },
    leave: { lead: call('address') },
    terms: { paragraphs: reachable },
    privacy: { paragraphs: reachable },
  },
  texts: {
    ask: named,
    confirmed: named,
    help: reachable,
    stopped: named,
    unknown: reachable,
    test: named,
    access: reachable,
  },
  letters: {
    confirm: { subject: programme, paragraphs: named },
    guardian: { subject: programme, paragraphs: named },
    test: { subject: programme, paragraphs: named },
    access: { subject: programme, paragraphs: named },
    left: { subject: programme, paragraphs: named },
  },
} as const;
