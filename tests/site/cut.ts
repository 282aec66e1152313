import type { Page } from 'playwright/test';

/** Texts that are cut by a box, or run out of the one they stand in, closed lists among them. What scrolls can be read. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const known = new Map<Element, ReturnType<typeof lookAt>>();
    const lookAt = (element: Element) => {
      const style = getComputedStyle(element);
      const { display, overflowX, overflowY, clipPath, whiteSpaceCollapse, fontSize } = style;
      return {
        isBox: display !== 'inline' && display !== 'contents',
        isExempt: /auto|scroll/.test(overflowX) || clipPath !== 'none',
        clipsWidth: overflowX !== 'visible',
        clipsHeight: overflowY !== 'visible',
        // Where spaces are kept, those at the end of a line hang over its edge.
        hangs: whiteSpaceCollapse === 'preserve' ? Number.parseFloat(fontSize) / 2 : 1,
        edge: element.getBoundingClientRect(),
      };
    };
    const boxOf = (element: Element) => {
      const found = known.get(element) ?? lookAt(element);
      known.set(element, found);
      return found;
    };
    const isCut = (text: Range, start: Element): boolean => {
      const { hangs } = boxOf(start);
      const lines = [...text.getClientRects()];
      let isOwnBox = true;
      for (let at: Element | null = start; at && at !== document.body; at = at.parentElement) {
        const box = boxOf(at);
        if (box.isExempt) return false;
        if (!box.isBox) continue;
        for (const { left, right, top, bottom } of lines) {
          const clipsWidth = isOwnBox || box.clipsWidth;
          if (clipsWidth && (right > box.edge.right + hangs || left < box.edge.left - 1)) return true;
          if (box.clipsHeight && (bottom > box.edge.bottom + 1 || top < box.edge.top - 1)) return true;
        }
        isOwnBox = false;
      }
      return lines.some(({ right, left }) => right > innerWidth + hangs || left < -1);
    };
    const cut: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent?.checkVisibility({ visibilityProperty: true }) || !node.textContent?.trim()) continue;
      if (parent.closest('svg, option, script, style, template, .skip, .trap')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      if (isCut(range, parent)) cut.push(`${parent.tagName}.${parent.className}: ${node.textContent.trim()}`);
    }
    const pen = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    for (const list of document.querySelectorAll('select')) {
      const { font, opacity, paddingLeft, paddingRight } = getComputedStyle(list);
      if (opacity === '0' || !list.checkVisibility()) continue;
      pen.font = font;
      const widest = Math.max(...Array.from(list.options, ({ text }) => pen.measureText(text).width));
      // The browser's own arrow does not grow with the text.
      const arrow = 20;
      const room =
        list.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - arrow;
      // One that is as wide as there is room for says the rest when it is opened.
      const { width } = (list.parentElement as Element).getBoundingClientRect();
      if (widest > room && list.getBoundingClientRect().width < width)
        cut.push(`SELECT#${list.id}: ${widest} of ${room} pixels`);
    }
    return cut;
  });
}
