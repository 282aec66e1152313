/** Keeps the screen awake while the page is seen, and tells whether it can. Answers how to stop. */
export function keepAwake(tell: (awake: boolean) => void): () => void {
  let lock: WakeLockSentinel | undefined;
  let over = false;
  const ask = async () => {
    if (over || document.visibilityState !== 'visible') return;
    try {
      lock = await navigator.wakeLock.request('screen');
      tell(true);
      lock.addEventListener('release', () => tell(false));
    } catch {
      tell(false);
    }
  };
  const onChange = () => void ask();
  document.addEventListener('visibilitychange', onChange);
  void ask();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', onChange);
    void lock?.release();
  };
}
