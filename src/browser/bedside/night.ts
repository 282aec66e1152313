import {
  afterCheck,
  afterGap,
  beginNight,
  type Night,
  passed,
  stopAlarm,
  untilLapse,
  wordOfNight,
} from '../../domain/bedside.ts';
import { keepAwake } from './awake.ts';
import type { Listen } from './listen.ts';
import type { Settings } from './settings.ts';
import type { Sounds } from './sound.ts';

export interface NightWords {
  locale: string;
  /** A word for each status, for calm of each kind, for waiting and for unknown. */
  words: Record<ReturnType<typeof wordOfNight>, string>;
  since: string;
  sinceBefore: string;
  reached: string;
  awake: string;
  notAwake: string;
  noSound: string;
}

const EVERY = 30_000;
const HOUR = 3_600_000;
const find = (id: string) => document.getElementById(id) as HTMLElement;
const clocks = () => ({ wall: Date.now(), steady: performance.now() });

/** One night: checks every half a minute, shows one word, and sounds. Answers how to end it. */
export function passNight(settings: Settings, listen: Listen, sounds: Sounds, words: NightWords): () => void {
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const clock = new Intl.DateTimeFormat(words.locale, hour);
  const days = new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'long', ...hour });
  const title = document.title;
  /** The night's own clock, in ms: it goes on in sleep if any clock of the device does. */
  let time = 0;
  let looked = clocks();
  let night: Night = beginNight(time);
  let word = '';
  /** Since when the word stands here; shown where nobody says since when it is so. */
  let from = 0;
  let isChecking = false;
  /** How often the device was away. */
  let gaps = 0;
  let over = false;
  /** With the day, where that is not this night's. */
  const moment = (at: number) => (Date.now() - at > 12 * HOUR ? days : clock).format(at);

  const show = () => {
    const kind = wordOfNight(night);
    const now = words.words[kind];
    if (now !== word) from = Date.now();
    word = now;
    const since = (night.knowledge === 'known' && night.since) || { at: from, before: false };
    find('since').textContent = `${since.before ? words.sinceBefore : words.since} ${moment(since.at)}`;
    find('word').textContent = word;
    find('word').dataset.status = kind;
    find('nobody').hidden = kind !== 'nobody';
    find('stop').hidden = night.alarm === undefined;
    document.title = `${word} · ${title}`;
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
    if (heard.confirmed) find('reached').textContent = `${words.reached} ${clock.format(new Date())}`;
    find('sound').textContent = canSound ? '' : words.noSound;
    if (step.sound === 'quiet') sounds.stop();
    else if (step.sound) sounds[step.sound]();
    const shown = step.sound === 'quiet' ? '' : step.sound;
    document.documentElement.dataset.sound = shown ?? (night.alarm ? 'alarm' : '');
    show();
  };
  const tick = () => {
    look();
    find('clock').textContent = clock.format(new Date());
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
      if (!over) find('sound').textContent = canSound ? '' : words.noSound;
    });

  show();
  tick();
  void check();
  const timers = [setInterval(tick, 1000), setInterval(() => void check(), EVERY)];
  const release = keepAwake((awake) => {
    find('awake').textContent = awake ? words.awake : words.notAwake;
  });
  find('stop').addEventListener('click', stop);
  document.addEventListener('pointerdown', touched);
  document.addEventListener('visibilitychange', tick);
  return () => {
    stop();
    over = true;
    for (const timer of timers) clearInterval(timer);
    release();
    find('stop').removeEventListener('click', stop);
    document.removeEventListener('pointerdown', touched);
    document.removeEventListener('visibilitychange', tick);
    document.title = title;
  };
}
