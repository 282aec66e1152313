/** What was chosen for the night. It stays on the device. */
export interface Settings {
  components: string[];
  /** How long nothing may be confirmed before the alarm sounds, in minutes. */
  patience: number;
}

const KEY = 'nightlight-bedside';

export function loadSettings(): Settings | undefined {
  try {
    const read = JSON.parse(localStorage.getItem(KEY) ?? '') as Settings;
    return Array.isArray(read.components) && read.patience > 0 ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Without storage (a private window) the night works all the same; it is only not remembered. */
export function saveSettings(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // The boxes stand as the page has them.
  }
}
