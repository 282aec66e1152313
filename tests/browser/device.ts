/** One tone as it was made: seconds of the device's clock, and how loud at its loudest. */
interface Tone {
  frequency: number;
  type: string;
  from: number;
  until: number;
  peak: number;
  /** When it is as loud as that, and when it has faded. */
  course: [value: number, at: number][];
  heard: boolean;
}

/** The sound system and the motor of a device, by the names that scripts know. */
export function deviceThatSounds(state: AudioContextState = 'running') {
  const device = {
    /** Whether a sound may begin; a browser refuses before a touch, and a system may take the sound away. */
    state: state as string,
    resumes: true,
    fails: false,
    currentTime: 10,
    tones: [] as Tone[],
    vibrations: [] as unknown[],
    systems: 0,
  };
  class AudioContext {
    destination = 'loudspeaker';
    closed = false;
    constructor() {
      if (device.fails) throw new Error('no sound');
      device.systems++;
      if (device.state === 'closed') device.state = 'running';
    }
    get state() {
      return device.state;
    }
    get currentTime() {
      return device.currentTime;
    }
    resume() {
      if (!device.resumes) return new Promise(() => {});
      device.state = 'running';
      return Promise.resolve();
    }
  }
  class GainNode {
    course: Tone['course'] = [];
    owner: Tone | undefined;
    gain = {
      setValueAtTime: (value: number, at: number) => this.course.push([value, at]),
      linearRampToValueAtTime: (value: number, at: number) => this.course.push([value, at]),
      exponentialRampToValueAtTime: (value: number, at: number) => this.course.push([value, at]),
    };
    connect(to: unknown) {
      if (this.owner) this.owner.heard = to === 'loudspeaker';
    }
  }
  class OscillatorNode {
    tone: Tone;
    constructor(_: unknown, { frequency, type }: { frequency: number; type: string }) {
      this.tone = { frequency, type, from: 0, until: 0, peak: 0, course: [], heard: false };
    }
    connect(gain: GainNode) {
      this.tone.course = gain.course;
      this.tone.peak = Math.max(...gain.course.map(([value]) => value));
      gain.owner = this.tone;
      return gain;
    }
    start(at: number) {
      this.tone.from = at;
      device.tones.push(this.tone);
    }
    stop(at: number) {
      this.tone.until = at;
    }
  }
  const vibrate = (pattern: unknown) => device.vibrations.push(pattern);
  return { device, has: { AudioContext, GainNode, OscillatorNode }, navigator: { vibrate } };
}
