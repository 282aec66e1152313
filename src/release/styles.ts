/**
 * Moves a style that stands in the body into the head, where HTML wants it: Astro writes that of its islands
 * beside the first of them. The text of a page cannot hold one, for there `<` is written `&lt;`.
 */
export function stylesInHead(html: string): string {
  const end = html.indexOf('</head>');
  if (end < 0) return html;
  const moved: string[] = [];
  const body = html.slice(end).replace(/<style>[^<]*<\/style>/g, (style) => {
    moved.push(style);
    return '';
  });
  return html.slice(0, end) + moved.join('') + body;
}
