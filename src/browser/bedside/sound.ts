/** Sounds made by the device itself; nothing is downloaded. */
export interface Sounds {
  /** An alarm that rises until it is stopped. */
  alarm(): void;
  chime(): void;
  stop(): void;
  /** Whether a sound would be heard now, as far as the browser says. A sound system that was closed is made anew. */
  ready(): Promise<boolean>;
}

/** Seconds until the alarm is as loud as the device allows. */
const RISE = 60;
/** How long the browser may take to let sound begin, in ms. */
const PATIENCE = 1_000;
/** Half a second of vibration, half a second of rest, three times: then the next beat asks again. In ms. */
const VIBRATION = [500, 500, 500, 500, 500];

/**
 * A browser lets sound begin only after a touch: create this in the handler of one. Where it refuses all the
 * same, or where the system takes the sound away in the night, the device vibrates and the screen flashes.
 * @param standIn told whether something must stand in for the sound of an alarm.
 */
export function createSounds(standIn: (needed: boolean) => void): Sounds {
  let audio: AudioContext | undefined;
  let playing: (() => void) | undefined;

  const system = async (): Promise<AudioContext | undefined> => {
    try {
      if (!audio || audio.state === 'closed') audio = new AudioContext();
      const now = audio;
      if (now.state !== 'running')
        await Promise.race([now.resume(), new Promise((done) => setTimeout(done, PATIENCE))]);
      return now.state === 'running' ? now : undefined;
    } catch {
      return undefined;
    }
  };

  const stop = () => {
    playing?.();
    playing = undefined;
    standIn(false);
    navigator.vibrate?.(0);
  };

  return {
    stop,
    async ready() {
      return (await system()) !== undefined;
    },
    alarm() {
      stop();
      let over = false;
      let began: number | undefined;
      const beat = async () => {
        const now = await system();
        if (over) return;
        standIn(now === undefined);
        if (now) {
          began ??= performance.now();
          const risen = Math.min(1, (performance.now() - began) / 1000 / RISE);
          const peak = 0.07 + 0.83 * risen;
          tone(now, 660, 0.05, 0.35, peak);
          tone(now, 880, 0.45, 0.5, peak);
        } else navigator.vibrate?.(VIBRATION);
      };
      void beat();
      const timer = setInterval(() => void beat(), 1200);
      playing = () => {
        over = true;
        clearInterval(timer);
      };
    },
    async chime() {
      stop();
      const now = await system();
      if (!now) return;
      for (const [index, frequency] of [523, 659, 784].entries())
        tone(now, frequency, 0.05 + index * 0.35, 1.2, 0.25);
    },
  };
}

/** One tone, `after` seconds from now and `length` seconds long. */
function tone(audio: AudioContext, frequency: number, after: number, length: number, peak: number): void {
  const from = audio.currentTime + after;
  const oscillator = new OscillatorNode(audio, { frequency, type: 'triangle' });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(peak, from + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.001, from + length);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(from);
  oscillator.stop(from + length);
}
