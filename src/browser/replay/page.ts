import { hashOf, PACE, type ReplayData, sceneAt, silenceIn, STEP, timeIn } from './replay.ts';

const data = JSON.parse(document.getElementById('_replay')?.textContent as string) as ReplayData;
const stage = document.getElementById('_stage') as HTMLElement;
const find = <Kind extends HTMLElement>(selector: string) => stage.querySelector(selector) as Kind;
const slider = find<HTMLInputElement>('input');
const button = find<HTMLButtonElement>('[data-play]');
const clock = find<HTMLTimeElement>('[data-clock] time');
const still = matchMedia('(prefers-reduced-motion: reduce)');

const write = (options: Intl.DateTimeFormatOptions, locale = data.locale) =>
  new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...options });
const day = write({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const minute = write({ hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
let time = timeIn(location.hash, data) ?? data.from;
let shown = -1;
let playing: ReturnType<typeof setInterval> | undefined;

/** Shows how it was at a time, and what had been said by then. */
function show(to: number): void {
  time = Math.min(data.until, Math.max(data.from, to));
  const index = sceneAt(data.scenes, time);
  const scene = data.scenes[index] as ReplayData['scenes'][number];
  clock.dateTime = clock.dataset.from = new Date(time).toISOString();
  fresh(clock.parentElement as HTMLElement);
  const silence = silenceIn(scene, time, data);
  const nothing = scene.said + scene.perhaps === 0 ? data.nothing : '';
  const quiet = [nothing, silence].filter(Boolean).join(' ');
  find('[data-silence]').textContent = quiet;
  slider.value = String((time - data.from) / 1000);
  slider.setAttribute(
    'aria-valuetext',
    `${heard(time)}. ${data.headlines[scene.answer]} ${data.said} ${quiet}`,
  );
  if (index === shown) return;
  shown = index;
  swap('[data-answer]', 'answers', scene.answer);
  swap('[data-board]', 'boards', scene.board);
  find('[data-uncertain]').replaceChildren(
    ...(scene.uncertain ?? []).map((sentence) =>
      Object.assign(document.createElement('p'), { textContent: sentence }),
    ),
  );
  const owed = find('[data-owed]');
  owed.textContent = scene.owed ?? '';
  owed.classList.toggle('overdue', scene.isOverdue === true);
  tell(scene.said, scene.perhaps);
}

/** A time as the clock has it: the reader's own first, where the script of every page has written it by now. */
function heard(at: number): string {
  const utc = `${minute.format(at)} UTC`;
  const written = clock.parentElement?.textContent.replace(/\s+/g, ' ').trim() ?? '';
  return written.includes(utc) ? written : data.at.replace('{date}', day.format(at)).replace('{time}', utc);
}

/** Puts a part that was printed beforehand into its place, and leaves it be where it stands there. */
function swap(place: string, kind: string, index: number): void {
  const holder = find(place);
  if (holder.dataset.shows === String(index)) return;
  holder.dataset.shows = String(index);
  // What stands below does not move up and down while it is played.
  holder.style.minHeight = `${holder.offsetHeight}px`;
  const template = stage.querySelectorAll<HTMLTemplateElement>(`template[data-${kind}]`)[index];
  holder.replaceChildren(template?.content.cloneNode(true) ?? '');
  fresh(holder);
}

/** The script of every page adds the reader's own time to what is new. */
function fresh(detail: HTMLElement): void {
  dispatchEvent(new CustomEvent('nightlight:part', { detail }));
}

/** What had been said, the newest first, as the list below has it. */
function tell(said: number, perhaps: number): void {
  const words = data.updates.slice(0, said + perhaps).flatMap((id, index) => {
    const copy = document.getElementById(id)?.cloneNode(true) as HTMLElement | undefined;
    if (!copy) return [];
    // An id stands once on a page.
    for (const one of [copy, ...copy.querySelectorAll('[id], [aria-labelledby]')]) {
      one.removeAttribute('id');
      one.removeAttribute('aria-labelledby');
    }
    if (index >= said) {
      copy.classList.add('perhaps');
      copy.prepend(
        Object.assign(document.createElement('p'), { className: 'tag', textContent: data.perhaps }),
      );
    }
    return [copy];
  });
  find('[data-said]').replaceChildren(...words.toReversed());
}

/** Keeps the address of what is shown, so that it can be cited. */
function keep(): void {
  history.replaceState(history.state, '', hashOf(time));
}

/** The instant before or after the one that is shown. */
function step(by: number): void {
  const at = data.scenes[shown]?.at ?? data.from;
  // Back from between two instants is to the one that it began with.
  const to = by < 0 && time > at ? at : (data.scenes[shown + by]?.at ?? (by < 0 ? data.from : data.until));
  show(to);
}

function pause(): void {
  clearInterval(playing);
  playing = undefined;
  button.textContent = data.play;
  keep();
}

function play(): void {
  if (time >= data.until) show(data.from);
  // Who starts it from below the fold would see the line move and nothing of what it tells.
  if (stage.getBoundingClientRect().top > innerHeight / 3) stage.scrollIntoView();
  button.textContent = data.pause;
  let last = performance.now();
  const move = () => {
    const now = performance.now();
    if (still.matches) step(1);
    else show(time + (now - last) * PACE);
    last = now;
    if (time >= data.until) pause();
  };
  playing = setInterval(move, still.matches ? STEP : 100);
}

button.addEventListener('click', () => (playing === undefined ? play() : pause()));
slider.addEventListener('input', () => {
  if (playing !== undefined) pause();
  show(data.from + Number(slider.value) * 1000);
});
slider.addEventListener('change', keep);
slider.addEventListener('keydown', (event) => {
  const forward = getComputedStyle(slider).direction === 'rtl' ? -1 : 1;
  const steps: Record<string, number> = {
    ArrowLeft: -forward,
    ArrowDown: -1,
    ArrowRight: forward,
    ArrowUp: 1,
  };
  const by = steps[event.key];
  if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (playing !== undefined) pause();
  step(by);
  keep();
});
addEventListener('hashchange', () => {
  const to = timeIn(location.hash, data);
  if (to !== undefined) show(to);
});

// The label stays above, and the controls below it: as high as it is in the reader's letters.
const label = document.querySelector<HTMLElement>('.replay-label');
const place = () => stage.style.setProperty('--label', `${label?.offsetHeight ?? 0}px`);
addEventListener('resize', () => {
  place();
  for (const part of ['[data-answer]', '[data-board]']) find(part).style.minHeight = '';
});
place();
show(time);
