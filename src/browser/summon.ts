/** What is fetched once the reader comes near it, and how near; until then it is a picture with a label, or a sentence. */
const SUMMONED = [
  ['svg[data-days]', 'strips.js', '0px'],
  ['[data-chart]', 'chart.js', '200px'],
  ['.drawing, .cite', 'incident.js', '0px'],
] as const;

const fetched = new Map<string, Promise<unknown>>();

/** Fetches the scripts that a part of the page needs when it is about to be seen: the answer does not wait for them. */
export function summon(part: ParentNode): void {
  for (const [selector, file, rootMargin] of SUMMONED) {
    const places = part.querySelectorAll(selector);
    if (fetched.has(file) || places.length === 0) continue;
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        near.disconnect();
        void load(file);
      },
      { rootMargin },
    );
    for (const place of places) near.observe(place);
  }
}

/** A keyboard finds the strips as tab stops before it has come to them. */
export function summonForKeyboard(): void {
  addEventListener('keydown', () => void load('strips.js'), { once: true });
}

/**
 * Fetches a script that lies beside the icon.
 * @returns whether it came and ran. It is fetched once; one that did not come is asked for again.
 */
export function load(file: string): Promise<unknown> {
  const known = fetched.get(file);
  if (known) return known;
  const icon = document.querySelector('link[rel="icon"]')?.getAttribute('href');
  const script = document.createElement('script');
  script.src = icon?.replace('icon.svg', file) ?? '';
  const comes = new Promise((done) => {
    script.onload = () => done(true);
    script.onerror = () => done(fetched.delete(file) && false);
  });
  fetched.set(file, comes);
  document.head.append(script);
  return comes;
}
