import type { Renewing } from './renewal.ts';

/** What is shown where a message says nothing, in the language of the site without a prefix. */
export interface Unsaid {
  /** The base of the site, with a slash at its end. */
  base: string;
  title: string;
  /** For a message that cannot be read. A browser that was woken must show something. */
  unread: string;
  /** For a browser that has given up what it was told by. */
  ended: string;
  /** Where people sign up. */
  subscribe: string;
  lang: string;
  renewal: Renewing;
}

/** The pages that are open. */
export interface WorkerClients {
  matchAll(options: {
    type: 'window';
    includeUncontrolled: true;
  }): Promise<readonly { url: string; focus(): Promise<unknown> }[]>;
  openWindow(url: string): Promise<unknown>;
}

type Registration = Pick<ServiceWorkerRegistration, 'showNotification'>;

/** Keys of a notification that Chromium and Firefox know, and the types of a page do not. */
type Shown = NotificationOptions & { renotify?: boolean };

/** Shows what was sent: `Push` in `src/publications/messages/types.ts`, as JSON. */
export async function show(sent: string | undefined, unsaid: Unsaid, to: Registration): Promise<void> {
  const told = read(sent);
  const word = (key: string) => (typeof told[key] === 'string' && told[key] !== '' ? told[key] : undefined);
  const silent = told.silent === true;
  const tag = word('tag');
  const options: Shown = {
    body: word('body') ?? (word('title') === undefined ? unsaid.unread : ''),
    lang: word('lang') ?? unsaid.lang,
    dir: told.dir === 'rtl' ? 'rtl' : 'ltr',
    icon: `${unsaid.base}icon-180.png`,
    silent,
    // It stays until somebody has seen it, where the system lets it.
    requireInteraction: !silent,
    data: { url: word('url') ?? unsaid.base },
    // The next word about an incident takes the place of the last one, and is heard all the same.
    ...(tag !== undefined && { tag, renotify: !silent }),
  };
  await to.showNotification(word('title') ?? unsaid.title, options);
}

/** Says that no notification will come any more: that must not look like a quiet night. */
export async function ended(unsaid: Unsaid, to: Registration): Promise<void> {
  const { base, title, lang, subscribe } = unsaid;
  await to.showNotification(title, {
    body: unsaid.ended,
    lang,
    icon: `${base}icon-180.png`,
    tag: 'nightlight-ended',
    requireInteraction: true,
    data: { url: subscribe },
  });
}

/** Leads to what the notification speaks of: a page of it that is open, or a new one. */
export async function open(
  notification: Notification,
  unsaid: Unsaid,
  clients: WorkerClients,
): Promise<void> {
  notification.close();
  const { url } = (notification.data ?? {}) as { url?: string };
  const address = new URL(isWeb(url) ? url : unsaid.base, location.href).href;
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const same = pages.find((page) => page.url === address);
  await (same ? same.focus() : clients.openWindow(address));
}

/** Nothing but a page is opened, whatever was sent. */
function isWeb(url: string | undefined): url is string {
  return url !== undefined && /^(?:https?:\/\/|\/(?!\/))/.test(url);
}

function read(sent: string | undefined): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(sent ?? '');
    return typeof told === 'object' && told !== null ? { ...told } : {};
  } catch {
    return {};
  }
}
