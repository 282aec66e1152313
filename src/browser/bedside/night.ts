import {
  afterCheck,
  afterGap,
  beginNight,
  type Calm,
  type Night,
  passed,
  stopAlarm,
  untilLapse,
  wordOfNight,
} from '../../domain/bedside.ts';
import { type AlarmWords, writeWrong, type Wrong, wrongIn } from './alarm.ts';
import { keepAwake } from './awake.ts';
import type { Listen } from './listen.ts';
import type { Settings } from './settings.ts';
import type { Sounds } from './sound.ts';

export interface NightWords extends AlarmWords {
  /** A word for calm of each kind, for waiting and for unknown. */
  words: Record<Calm | 'waiting' | 'unknown', string>;
  since: string;
  sinceBefore: string;
  reached: string;
  awake: string;
  notAwake: string;
  noSound: string;
}

const EVERY = 30_000;
const HOUR = 3_600_000;
/** Each of them stops the alarm. */
const KEYS = ['Escape', ' ', 'Enter'];
const find = (id: string) => document.getElementById(id) as HTMLElement;
const clocks = () => ({ wall: Date.now(), steady: performance.now() });

/** One night: checks every half a minute, shows one word, and sounds. Answers how to end it. */
export function passNight(settings: Settings, listen: Listen, sounds: Sounds, words: NightWords): () => void {
  // As clocks are where the reader lives: 3:10 AM or 03:10.
  const home =
    navigator.languages.find((one) => one.slice(0, 2) === words.language.slice(0, 2)) ?? words.locale;
  const halves = new Intl.DateTimeFormat(home, { hour: 'numeric' }).resolvedOptions().hour12 === true;
  const hour = { hour: halves ? 'numeric' : '2-digit', minute: '2-digit' } as const;
  const clock = new Intl.DateTimeFormat(home, hour);
  const days = new Intl.DateTimeFormat(home, { day: 'numeric', month: 'long', ...hour });
  const title = document.title;
  /** The night's own clock, in ms: it goes on in sleep if any clock of the device does. */
  let time = 0;
  let looked = clocks();
  let night: Night = beginNight(time);
  let word = '';
  /** Since when the word stands here; shown where nobody says since when it is so. */
  let from = 0;
  /** Whether what is wrong is told in full: from an alarm until all is calm, so that it can be read when it is quiet. */
  let isTold = false;
  let written = '';
  let isChecking = false;
  /** How often the device was away. */
  let gaps = 0;
  let over = false;
  /** With the day, where that is not this night's. */
  const moment = (at: number) => (Date.now() - at > 12 * HOUR ? days : clock).format(at);

  const show = () => {
    const kind = wordOfNight(night);
    const plain = kind in words.words ? words.words[kind as keyof typeof words.words] : '';
    if (plain && kind !== 'unknown') isTold = false;
    else isTold ||= kind !== 'unknown' || night.alarm !== undefined;
    const wrong = isTold ? wrongIn(night, words) : undefined;
    const now = wrong?.fails.map(({ sentence }) => sentence).join(' ') || plain;
    if (now !== word) from = Date.now();
    word = now;
    tell(wrong);
    const since = (night.knowledge === 'known' && night.since) || { at: from, before: false };
    write('since', `${since.before ? words.sinceBefore : words.since} ${moment(since.at)}`);
    write('word', wrong ? '' : word);
    find('night').dataset.kind = kind;
    find('nobody').hidden = kind !== 'nobody';
    turnStop(night.alarm !== undefined);
    document.title = `${word} · ${title}`;
  };
  /** Writes what is wrong only where it is another: what is written anew is read out anew. */
  const tell = (wrong: Wrong | undefined) => {
    const now = JSON.stringify(wrong ?? null);
    if (now === written) return;
    written = now;
    find('alarm').replaceChildren();
    if (wrong) writeWrong(find('alarm'), wrong, words);
    find('told').scrollTop = 0;
  };
  /** Moves the night's clock; after a gap nothing is known until it was asked anew. */
  const look = () => {
    const now = clocks();
    const span = passed(looked, now);
    looked = now;
    time += span.time;
    const before = night;
    if (span.gap) gaps++;
    night = span.gap ? afterGap(night) : untilLapse(night, time);
    if (night === before) return;
    show();
    void check();
  };
  const check = async () => {
    if (isChecking) return;
    isChecking = true;
    const asked = gaps;
    const heard = await listen(settings.components);
    const canSound = await sounds.ready();
    isChecking = false;
    if (over) return;
    look();
    // What was asked before a sleep says nothing about now, not even that nobody answers.
    if (gaps !== asked) return void check();
    const step = afterCheck(night, heard, time, settings.patience * 60_000);
    night = step.night;
    if (heard.confirmed) write('reached', `${words.reached} ${clock.format(new Date())}`);
    write('sound', canSound ? '' : words.noSound);
    if (step.sound === 'quiet') sounds.stop();
    else if (step.sound) sounds[step.sound]();
    const shown = step.sound === 'quiet' ? '' : step.sound;
    document.documentElement.dataset.sound = shown ?? (night.alarm ? 'alarm' : '');
    show();
  };
  const tick = () => {
    look();
    showTime(clock, new Date());
  };
  const stop = () => {
    sounds.stop();
    night = stopAlarm(night, time);
    document.documentElement.dataset.sound = '';
    show();
  };
  // A touch is what lets a browser sound again after it took the sound away.
  const touched = () =>
    void sounds.ready().then((canSound) => {
      if (!over) write('sound', canSound ? '' : words.noSound);
    });
  // Whoever wakes hits any of the large keys. A link that has the focus is followed all the same.
  const pressed = (event: KeyboardEvent) => {
    if (night.alarm === undefined || !KEYS.includes(event.key)) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (!(event.target as Element).closest('a')) event.preventDefault();
    stop();
  };

  show();
  tick();
  void check();
  const timers = [setInterval(tick, 1000), setInterval(() => void check(), EVERY)];
  const release = keepAwake((awake) => {
    write('awake', awake ? words.awake : words.notAwake);
  });
  find('stop').addEventListener('click', stop);
  document.addEventListener('pointerdown', touched);
  document.addEventListener('keydown', pressed);
  document.addEventListener('visibilitychange', tick);
  return () => {
    stop();
    over = true;
    for (const timer of timers) clearInterval(timer);
    release();
    find('stop').removeEventListener('click', stop);
    document.removeEventListener('pointerdown', touched);
    document.removeEventListener('keydown', pressed);
    document.removeEventListener('visibilitychange', tick);
    document.title = title;
  };
}

/** What says the same stays: a screen reader would read it out again. */
function write(id: string, text: string): void {
  const place = find(id);
  if (place.textContent !== text) place.textContent = text;
}

/** The time, with "AM" small beside it where the clock has one. */
function showTime(clock: Intl.DateTimeFormat, now: Date): void {
  const place = find('clock');
  if (place.textContent === clock.format(now)) return;
  const parts = clock.formatToParts(now);
  const half = parts.findIndex(({ type }) => type === 'dayPeriod');
  const nodes = parts.map(({ value }, index) => {
    // The space before it is small too.
    if (half < 0 || (index !== half && index !== half - 1)) return value;
    const small = document.createElement('small');
    small.textContent = value;
    return small;
  });
  place.replaceChildren(...nodes);
}

/** The button that stops the alarm has the focus when it comes, and leaves it to what is told when it goes. */
function turnStop(isNeeded: boolean): void {
  const button = find('stop');
  if (button.hidden !== isNeeded) return;
  const had = document.activeElement === button;
  button.hidden = !isNeeded;
  if (isNeeded) button.focus({ preventScroll: true });
  else if (had) find('told').focus({ preventScroll: true });
}
