import '../offline.ts';
import { createListener, type Place } from './listen.ts';
import { type NightWords, passNight } from './night.ts';
import { loadSettings, saveSettings, type Settings } from './settings.ts';
import { createSounds, type Sounds } from './sound.ts';

const words = JSON.parse(document.getElementById('words')?.textContent as string) as NightWords;
const find = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;
const form = find<HTMLFormElement>('setup');
const { heartbeat, file, validFor, vouchFor } = form.dataset;
const place: Place = {
  heartbeat: heartbeat as string,
  file: file as string,
  limits: { validFor: Number(validFor), vouchFor: Number(vouchFor) },
};

let sounds: Sounds | undefined;
let end: (() => void) | undefined;

restore(loadSettings());
find('needs-script').hidden = true;
form.hidden = false;

find<HTMLSelectElement>('region')?.addEventListener('change', ({ currentTarget }) =>
  show((currentTarget as HTMLSelectElement).value),
);

// The alarm must be heard once before the night can begin; the touch is also what lets the browser sound.
find('try').addEventListener('click', () => {
  sounds ??= createSounds((needed) => document.documentElement.toggleAttribute('data-flash', needed));
  sounds.alarm();
  void sounds.ready().then((canSound) => {
    find('mute').hidden = canSound;
  });
  document.documentElement.dataset.sound = 'alarm';
  find('heard').hidden = false;
});
find('quiet').addEventListener('click', () => {
  sounds?.stop();
  document.documentElement.dataset.sound = '';
  find('heard').hidden = true;
  find<HTMLButtonElement>('begin').disabled = false;
  focus('begin');
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const settings = chosen();
  if (settings.components.length === 0 || !sounds) return;
  sounds.stop();
  saveSettings(settings);
  turn(true);
  focus('told');
  end = passNight(settings, createListener(place), sounds, words);
});
find('end').addEventListener('click', () => {
  end?.();
  turn(false);
  focus('begin');
});

/** What had the focus is hidden by what it did: whoever uses a keyboard goes on from here. */
function focus(id: string): void {
  find(id).focus({ preventScroll: true });
}

/** Between the evening's page and the night's. */
function turn(isNight: boolean): void {
  form.hidden = isNight;
  find('about').hidden = isNight;
  find('night').hidden = !isNight;
  document.documentElement.toggleAttribute('data-night', isNight);
}

/** One region alone, or all: what is not shown is not chosen. Where the service has no regions there is nothing to do. */
function show(region: string): void {
  for (const part of form.querySelectorAll<HTMLFieldSetElement>('fieldset')) {
    const isShown = (part.dataset.region ?? '') === region;
    part.hidden = !isShown;
    part.disabled = !isShown;
  }
}

/** The region in which all that was chosen is; none where it was chosen for all of them. */
function regionOf(components: string[]): string {
  const parts = [...form.querySelectorAll<HTMLFieldSetElement>('fieldset')];
  const holds = (part: HTMLFieldSetElement) => {
    const offered = [...part.querySelectorAll<HTMLInputElement>('[name="component"]')].map(
      ({ value }) => value,
    );
    return components.length > 0 && components.every((id) => offered.includes(id));
  };
  return parts.find(holds)?.dataset.region ?? '';
}

function chosen(): Settings {
  const data = new FormData(form);
  return { components: data.getAll('component').map(String), patience: Number(data.get('patience')) };
}

function restore(settings: Settings | undefined): void {
  if (!settings) return;
  const region = document.getElementById('region') as HTMLSelectElement | null;
  if (region) {
    region.value = regionOf(settings.components);
    show(region.value);
  }
  // What was never chosen of another region keeps what is proposed there.
  for (const box of form.querySelectorAll<HTMLInputElement>('[name="component"]'))
    if (!box.closest('fieldset')?.hidden) box.checked = settings.components.includes(box.value);
  const patience = String(settings.patience);
  const offered = find<HTMLSelectElement>('patience');
  if ([...offered.options].some(({ value }) => value === patience)) offered.value = patience;
}
