import type { Image } from '../../domain/notification.ts';
import type { Language } from '../../domain/site.ts';
import type { Content } from '../channel.ts';

/** A post, with where our links stand in it in UTF-16 units. */
export interface Post {
  text: string;
  links: { start: number; end: number; url: string }[];
  language: Language;
  image: (Image & { alt: string }) | undefined;
}

/** What there is to say on one line, for whoever looks at what is owed. */
export function plainWords(content: Content): string {
  if (content.kind !== 'update')
    return `${content.site.name}: the page is ${content.kind} ${content.site.url}`;
  const { told } = content;
  return `${told.site.name}: ${told.state_name}: ${told.title} ${told.url}`;
}

export function postFor(
  content: Content,
  measure: { limit: number; withLink?: boolean; picture?: 'wide' | 'tall' },
): Post {
  const url = content.kind === 'update' ? content.told.url : content.site.url;
  const language = content.kind === 'update' ? content.told.language : content.language;
  const said = plainWords(content)
    .replace(url, '')
    .trim()
    .slice(0, measure.limit - 30);
  const image = content.kind === 'update' ? content.told.pictures?.[measure.picture ?? 'wide'] : undefined;
  const pictured = image && { ...image, alt: said };
  if (measure.withLink === false) return { text: said, links: [], language, image: pictured };
  const start = said.length + 2;
  return {
    text: `${said}\n\n${url}`,
    links: [{ start, end: start + url.length, url }],
    language,
    image: pictured,
  };
}

/** A request that brings JSON. */
export function posted(body: object, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

export function statuspageFor(content: Content, site: { url: string }, generatedAt: string): object {
  return {
    meta: { generated_at: generatedAt, unsubscribe: site.url },
    page: { status_description: plainWords(content) },
  };
}
