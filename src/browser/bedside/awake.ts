/** A lock that was released, as by a low battery, is asked for again after this, in ms. */
const AGAIN = 5_000;

/** Keeps the screen awake while the page is seen, and tells whether it can. Answers how to stop. */
export function keepAwake(tell: (awake: boolean) => void): () => void {
  let lock: WakeLockSentinel | undefined;
  let over = false;
  let asking = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  const ask = async () => {
    if (over || asking || (lock && !lock.released) || document.visibilityState !== 'visible') return;
    asking = true;
    try {
      lock = await navigator.wakeLock.request('screen');
      tell(true);
      lock.addEventListener('release', () => {
        if (over) return;
        tell(false);
        clearTimeout(again);
        again = setTimeout(() => void ask(), AGAIN);
      });
      if (over) void lock.release();
    } catch {
      tell(false);
    } finally {
      asking = false;
    }
  };
  const onChange = () => void ask();
  document.addEventListener('visibilitychange', onChange);
  void ask();
  return () => {
    over = true;
    clearTimeout(again);
    document.removeEventListener('visibilitychange', onChange);
    void lock?.release();
  };
}
