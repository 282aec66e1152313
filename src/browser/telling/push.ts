import { bytesOf } from '../push-key.ts';

/** What a page hands to its script about notifications of the browser. */
export interface PushData {
  /** The address of the service worker that shows them. */
  worker: string;
  words: {
    unsupported: string;
    denied: string;
    ready: string;
    dismissed: string;
    asking: string;
    failed: string;
  };
}

/** How long a browser may take to sign up with its push service, in ms: one without a network waits for ever. */
const PATIENCE = 30_000;

/**
 * Offers notifications where the browser can show them, and says in words why it cannot. The browser asks for the
 * permission only after a press; then the form is sent as any other, with what the browser gave in it.
 */
export function offerPush({ worker, words }: PushData): void {
  const form = document.querySelector<HTMLFormElement>('form[data-push]');
  const state = document.querySelector<HTMLElement>('[data-push-state]');
  if (!form || !state) return;
  const say = (text: string) => {
    state.textContent = text;
  };
  const hindrance = hindranceTo(words);
  say(hindrance ?? words.ready);
  if (hindrance !== undefined) return;
  form.hidden = false;
  let isAsking = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // What is missing is said by the browser: without consent it must not be asked for anything.
    if (isAsking || !form.reportValidity()) return;
    isAsking = true;
    say(words.asking);
    void sign(form, worker).then((end) => {
      isAsking = false;
      if (end !== 'sent') say(words[end]);
      if (end === 'denied') form.hidden = true;
    });
  });
}

/** Why this browser shows no notification, in words; nothing if it can. */
function hindranceTo({ unsupported, denied }: PushData['words']): string | undefined {
  const can = 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;
  if (!can) return unsupported;
  return Notification.permission === 'denied' ? denied : undefined;
}

/** Asks, signs up and sends the form. Safari lets only a press ask: nothing is waited for before. */
async function sign(
  form: HTMLFormElement,
  worker: string,
): Promise<'sent' | 'denied' | 'dismissed' | 'failed'> {
  const permission = await Notification.requestPermission().catch(() => 'default');
  if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'dismissed';
  try {
    const late = new Promise<never>((_, fail) => {
      setTimeout(() => fail(new Error('the browser did not answer')), PATIENCE);
    });
    const subscription = await Promise.race([subscribe(worker, form.dataset.push as string), late]);
    const field = form.elements.namedItem('push') as HTMLInputElement;
    field.value = JSON.stringify(subscription);
  } catch {
    return 'failed';
  }
  form.submit();
  return 'sent';
}

async function subscribe(worker: string, key: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register(worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
  return pushManager.subscribe(options).catch(async () => {
    // One that was made with another key is in the way, and nobody can send to it any more.
    const old = await pushManager.getSubscription();
    await old?.unsubscribe();
    return pushManager.subscribe(options);
  });
}
