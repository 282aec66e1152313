import { afterCheck, beginNight, type Night, statusOfNight, stopAlarm } from '../../domain/bedside.ts';
import { keepAwake } from './awake.ts';
import type { Listen } from './listen.ts';
import type { Settings } from './settings.ts';
import type { Sounds } from './sound.ts';

export interface NightWords {
  locale: string;
  statuses: Record<string, string>;
  unknown: string;
  waiting: string;
  since: string;
  confirmed: string;
  awake: string;
  notAwake: string;
}

const EVERY = 30_000;
const HOUR = 3_600_000;
const find = (id: string) => document.getElementById(id) as HTMLElement;

/** One night: checks every half a minute, shows one word, and sounds. Answers how to end it. */
export function passNight(settings: Settings, listen: Listen, sounds: Sounds, words: NightWords): () => void {
  const clock = new Intl.DateTimeFormat(words.locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const days = new Intl.DateTimeFormat(words.locale, {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const title = document.title;
  let night: Night = beginNight(performance.now());
  let word = '';
  /** Since when the word stands here; shown where nobody says since when it is so. */
  let from = 0;
  /** With the day, where that is not this night's. */
  const moment = (at: number) => (Date.now() - at > 12 * HOUR ? days : clock).format(at);

  const show = () => {
    const status = statusOfNight(night);
    const unknown = night.alarm === 'silence' ? words.unknown : words.waiting;
    const now = night.known ? (words.statuses[status] as string) : unknown;
    const since = night.known ? night.since : undefined;
    if (now !== word) from = Date.now();
    word = now;
    find('since').textContent = `${words.since} ${moment(since ?? from)}`;
    find('word').textContent = word;
    find('word').dataset.status = night.known ? status : 'unknown';
    find('stop').hidden = night.alarm === undefined;
    document.title = `${word} · ${title}`;
  };
  const check = async () => {
    const heard = await listen(settings.components);
    const step = afterCheck(night, heard, performance.now(), settings.patience * 60_000);
    night = step.night;
    if (heard.confirmed) find('confirmed').textContent = `${words.confirmed} ${clock.format(new Date())}`;
    if (step.sound) sounds[step.sound]();
    document.documentElement.dataset.sound = step.sound ?? (night.alarm ? 'alarm' : '');
    show();
  };
  const tick = () => {
    find('clock').textContent = clock.format(new Date());
  };
  const stop = () => {
    sounds.stop();
    night = stopAlarm(night, performance.now());
    document.documentElement.dataset.sound = '';
    show();
  };

  tick();
  show();
  void check();
  const timers = [setInterval(tick, 1000), setInterval(() => void check(), EVERY)];
  const release = keepAwake((awake) => {
    find('awake').textContent = awake ? words.awake : words.notAwake;
  });
  find('stop').addEventListener('click', stop);
  return () => {
    stop();
    for (const timer of timers) clearInterval(timer);
    release();
    find('stop').removeEventListener('click', stop);
    document.title = title;
  };
}
