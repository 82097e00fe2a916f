/** Where the keyboard is: never behind the window. */

const STOPS = "a[href], button, input, textarea, summary, [tabindex='0']";

/** Keeps Tab among the parts of a window that covers the page. */
export function keepInside(event: KeyboardEvent, root: ShadowRoot): void {
  const stops = [...root.querySelectorAll<HTMLElement>(STOPS)].filter((stop) => stop.checkVisibility());
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (root.activeElement !== from) return;
  event.preventDefault();
  to?.focus();
}

/** Whether nothing of `element` can be seen past `front`. */
export function covers(front: Element, element: Element): boolean {
  const [over, under] = [front.getBoundingClientRect(), element.getBoundingClientRect()];
  const inside = over.left <= under.left && over.right >= under.right && over.top <= under.top && over.bottom >= under.bottom;
  return under.width > 0 && inside;
}
