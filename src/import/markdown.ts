import { fromHtml } from 'hast-util-from-html';
import { toMdast } from 'hast-util-to-mdast';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';

/**
 * The text of an update as it may stand below its heading: in an incident file a heading of level 1 or 2 begins an
 * update, so what was one becomes one of level 3. What stands in a code block stays.
 * @param top the highest level that may stand there: 2 where nothing but a title stands above the text.
 */
export function belowHeading(markdown: string, top: 2 | 3 = 3): string {
  const higher = new RegExp(`^ {0,3}#{1,${top - 1}}(?=\\s|$)`);
  const sharps = '#'.repeat(top);
  const lines = markdown.replace(/\r\n?/g, '\n').trim().split('\n');
  let fence: string | undefined;
  const result: string[] = [];
  for (const line of lines) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined && mark) fence = mark;
    else if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
    } else if (higher.test(line)) {
      result.push(line.replace(higher, sharps));
      continue;
    } else if (/^ {0,3}(?:=+|-+)[ \t]*$/.test(line) && isParagraph(result.at(-1))) {
      result.push(`${sharps} ${result.pop()?.trim()}`);
      continue;
    }
    result.push(line);
  }
  return result.join('\n').trim();
}

/**
 * A text without comments of HTML that stand in one line, or have lines of their own, outside of code: no reader ever
 * saw them. Blanks are left in their places, so that all else keeps its own.
 * @param tell hears of each: its words, and at which letter it begins.
 */
export function withoutComments(markdown: string, tell: (comment: string, at: number) => void): string {
  const lines = markdown.split('\n');
  let fence: string | undefined;
  let at = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined && mark) fence = mark;
    else if (fence !== undefined && mark?.startsWith(fence)) fence = undefined;
    else if (fence === undefined && /<!--.*?-->/.test(line)) {
      // Between backticks it is shown, and so is what stands in code.
      const isCode = (before: string) => /^(?: {4}|\t)/.test(line) || before.split('`').length % 2 === 0;
      lines[index] = line.replace(/<!--.*?-->/g, (comment, from: number) => {
        if (isCode(line.slice(0, from))) return comment;
        tell(comment, at + from);
        return ' '.repeat(comment.length);
      });
    } else if (fence === undefined && /^ {0,3}<!--/.test(line)) {
      const end = lines.findIndex((one, place) => place >= index && one.includes('-->'));
      // One that nothing ends, or behind which words stand, may be more than a comment.
      if (end < 0) break;
      if (/-->\s*$/.test(lines[end] ?? '')) {
        tell(
          lines
            .slice(index, end + 1)
            .join('\n')
            .trim(),
          at,
        );
        for (let one = index; one <= end; one++) lines[one] = ' '.repeat((lines[one] ?? '').length);
      }
    }
    at += line.length + 1;
  }
  return lines.join('\n');
}

/** Whether a line underneath this one would turn it into a heading. */
function isParagraph(line: string | undefined): boolean {
  return (
    line !== undefined &&
    line.trim() !== '' &&
    !/^ {0,3}(?:#{1,6}\s|>|[-*+]\s|\d+[.)]\s|[-*_]{3,}\s*$| {4})/.test(line)
  );
}

/** Whether a text has elements of HTML in it. */
export function hasHtml(text: string): boolean {
  return /<\/?(?:a|b|i|p|br|hr|em|ul|ol|li|h[1-6]|div|span|code|pre|strong|small|blockquote|table|img|var)\b[^<>]*>/i.test(
    text,
  );
}

/** HTML as Markdown; what has no words, such as a script, is left out. */
export function markdownOf(html: string): string {
  const tree = toMdast(fromHtml(html, { fragment: true }));
  return toMarkdown(tree, {
    extensions: [gfmTableToMarkdown()],
    bullet: '-',
    emphasis: '*',
    rule: '*',
    fences: true,
    resourceLink: true,
  }).trim();
}

/** What a status page gives as the text of an update, which may be HTML, Markdown or plain words. */
export function textOf(body: string): string {
  return belowHeading(hasHtml(body) ? markdownOf(body.replace(/\r?\n(?!\s*<)/g, '<br>')) : body);
}
