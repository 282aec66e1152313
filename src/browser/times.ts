const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Writes the reader's own time beside each time that asks for it. UTC stays. */
export function addLocalTimes(part: ParentNode, locale: string, yourTime: string): void {
  if (zone === 'UTC' || zone === 'Etc/UTC') {
    document.documentElement.dataset.zone = 'utc';
    return;
  }
  // A reader's own time is written as at home: EST and not GMT-5.
  const own = navigator.languages.find((one) => one.slice(0, 2) === locale.slice(0, 2)) ?? locale;
  const format = new Intl.DateTimeFormat(own, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  for (const element of part.querySelectorAll<HTMLElement>('[data-from]')) {
    if (element.querySelector('.local')) continue;
    const from = new Date(element.dataset.from as string);
    const to = new Date(element.dataset.to ?? (element.dataset.from as string));
    const local = document.createElement('span');
    local.className = 'local';
    local.textContent = ` (${format.formatRange(from, to)}, ${yourTime})`;
    element.append(local);
  }
}
