import { isoSeconds } from '../../domain/time.ts';
import { notificationFile } from '../notification.ts';
import type { Entry, Feed } from './entries.ts';

/**
 * JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). `_nightlight` is the notification: all that a message
 * about an update needs.
 */
export function toJsonFeed(feed: Feed): string {
  return JSON.stringify(
    {
      version: 'https://jsonfeed.org/version/1.1',
      title: feed.title,
      home_page_url: feed.home,
      feed_url: feed.self,
      description: feed.description,
      language: feed.language,
      authors: [{ name: feed.author }],
      items: feed.entries.map(item),
    },
    null,
    1,
  );
}

function item({ id, title, told, html, text }: Entry) {
  const { links, published, changed, state, impact, regions } = told;
  return {
    id,
    url: links.update,
    title,
    ...(links.pictures && { image: links.pictures.wide.url }),
    content_html: html,
    content_text: text,
    date_published: isoSeconds(published),
    date_modified: isoSeconds(changed),
    language: told.text.language,
    tags: [state, ...impact.map(({ component }) => component), ...Object.keys(regions)],
    _nightlight: notificationFile(told),
  };
}
