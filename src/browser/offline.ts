/** Keeps the last page for the time without a network; the page says then that it knows nothing new. */
const worker = document.querySelector<HTMLMetaElement>('meta[name="nightlight-worker"]')?.content;
if (worker && 'serviceWorker' in navigator) {
  addEventListener('load', () => {
    navigator.serviceWorker.register(worker).catch(() => undefined);
  });
}

export {};
