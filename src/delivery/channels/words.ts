import type { Content } from '../channel.ts';

/** What there is to say on one line, for whoever looks at what is owed. */
export function plainWords(content: Content): string {
  if (content.kind !== 'update')
    return `${content.site.name}: the page is ${content.kind} ${content.site.url}`;
  const { told } = content;
  return `${told.site.name}: ${told.state_name}: ${told.title} ${told.url}`;
}

/** A request that brings JSON. */
export function posted(body: object): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
