/** Printing one answer, on any page: everything that is not on the way to it is left out. */

const MARK = "data-latarnik-print";
const RULES = `@media print {
  [${MARK}] > :not([${MARK}]) { display: none !important; }
  [${MARK}] { display: block !important; position: static !important; overflow: visible !important; width: auto !important; height: auto !important; max-width: none !important; margin: 0 !important; padding: 0 !important; background: #fff !important; transform: none !important; visibility: visible !important; }
}`;

/** Opens the print dialog with nothing but `host` on the paper and its sources open, then calls `after`. */
export function printOnly(host: Element, sources: HTMLDetailsElement | null, after: () => void): void {
  const open = sources?.open ?? false;
  if (sources) sources.open = true;
  const way: Element[] = [];
  for (let at: Element | null = host; at; at = at.parentElement) way.push(at);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(RULES);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  for (const element of way) element.setAttribute(MARK, "");
  const clear = (): void => {
    for (const element of way) element.removeAttribute(MARK);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((held) => held !== sheet);
    if (sources) sources.open = open;
    after();
  };
  addEventListener("afterprint", clear, { once: true });
  print();
}
