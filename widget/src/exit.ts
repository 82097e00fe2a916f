/** Leaving in one second: button, or Shift three times (GOV.UK "Exit this page", and further). */

const WINDOW = 5000;
const PRESSES = 3;

/** Counts Shift presses; any other key, or five seconds, starts anew. */
export class ShiftCounter {
  private presses = 0;
  private first = 0;
  private held = false;

  constructor(
    private readonly onProgress: (presses: number) => void,
    private readonly onExit: () => void,
    private readonly now: () => number = () => Date.now(),
  ) {}

  readonly down = (event: KeyboardEvent): void => {
    if (event.key === "Shift") this.held = true;
    else this.reset(this.held);
  };

  readonly up = (event: KeyboardEvent): void => {
    if (event.key !== "Shift" || !this.held) return;
    this.held = false;
    if (this.now() - this.first > WINDOW) this.presses = 0;
    if (this.presses === 0) this.first = this.now();
    this.presses += 1;
    this.onProgress(this.presses);
    if (this.presses >= PRESSES) {
      this.presses = 0;
      this.onExit();
    }
  };

  /** Shift was held for a click, not pressed to leave. */
  readonly click = (): void => {
    this.reset(this.held);
  };

  private reset(asModifier: boolean): void {
    if (asModifier) this.held = false;
    if (this.presses) {
      this.presses = 0;
      this.onProgress(0);
    }
  }
}

/** Only a web page can be left for. */
export function exitAddress(wish: string, usual: string): string {
  return /^https?:\/\//i.test(wish) ? wish : usual;
}

/** Covers the page and says so, then replaces it: nothing stays behind in history. */
export function leave(address: string, words: string, page: Window = window): void {
  const { document } = page;
  document.title = "…";
  document.querySelectorAll("link[rel~=icon]").forEach((icon) => {
    icon.remove();
  });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("html{background:#fff!important}body{display:none!important}");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const cover = document.createElement("div");
  cover.setAttribute("role", "alert");
  cover.textContent = words;
  document.documentElement.append(cover);
  if (page.parent !== page) {
    // The whole page leaves if the frame may do that; else the host page is asked to.
    try {
      page.top?.location.replace(address);
    } catch {
      page.parent.postMessage({ type: "latarnik:exit", address }, "*");
    }
  }
  page.location.replace(address);
}
