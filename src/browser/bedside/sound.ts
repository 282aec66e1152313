/** Sounds made by the device itself; nothing is downloaded. */
export interface Sounds {
  /** An alarm that rises until it is stopped. */
  alarm(): void;
  chime(): void;
  stop(): void;
}

/** Seconds until the alarm is as loud as the device allows. */
const RISE = 60;

/** A browser lets sound begin only after a touch: create this in the handler of one. */
export function createSounds(): Sounds {
  const audio = new AudioContext();
  let playing: { stop: () => void } | undefined;

  const tone = (frequency: number, from: number, length: number, peak: number, into: AudioNode) => {
    const oscillator = new OscillatorNode(audio, { frequency, type: 'triangle' });
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(peak, from + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.001, from + length);
    oscillator.connect(gain).connect(into);
    oscillator.start(from);
    oscillator.stop(from + length);
  };

  return {
    alarm() {
      this.stop();
      void audio.resume();
      const volume = new GainNode(audio, { gain: 0.08 });
      volume.gain.setValueAtTime(0.08, audio.currentTime);
      volume.gain.linearRampToValueAtTime(1, audio.currentTime + RISE);
      volume.connect(audio.destination);
      const beat = () => {
        const now = audio.currentTime + 0.05;
        tone(660, now, 0.35, 0.9, volume);
        tone(880, now + 0.4, 0.5, 0.9, volume);
      };
      beat();
      const timer = setInterval(beat, 1200);
      playing = {
        stop: () => {
          clearInterval(timer);
          volume.disconnect();
        },
      };
    },
    chime() {
      this.stop();
      void audio.resume();
      const now = audio.currentTime + 0.05;
      for (const [index, frequency] of [523, 659, 784].entries())
        tone(frequency, now + index * 0.35, 1.2, 0.25, audio.destination);
    },
    stop() {
      playing?.stop();
      playing = undefined;
    },
  };
}
