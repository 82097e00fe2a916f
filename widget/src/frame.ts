/** What stands around the conversation: the bar at the top and the page before the first word. */
import { html, nothing, type TemplateResult } from "lit";
import { safetyNotes } from "./look";
import { LANGUAGES, plural, stringsFor, type Strings } from "./strings";
import { character } from "./views";

export interface BarActions {
  language: (code: string) => void;
  leave: () => void;
  menu: () => void;
  /** Null where the window cannot be folded. */
  fold: (() => void) | null;
}

/** `presses` of Shift so far; `open` while the settings are. */
export function bar(t: Strings, language: string, presses: number, open: boolean, on: BarActions): TemplateResult {
  return html`<div class="head">
    <div class="who">${character(36)}<span><strong>${t.title}</strong><small>${t.subtitle}</small></span></div>
    ${LANGUAGES.filter((code) => code !== language).map((code) => {
      const { name, switchTo } = stringsFor(code);
      return html`<button type="button" class="quiet" lang=${code} aria-label=${switchTo} @click=${() => { on.language(code); }}>${name}</button>`;
    })}
    <button type="button" class="exit" title=${t.exitHint} @click=${on.leave}>${t.exit}</button>
    <button type="button" class="quiet icon" data-opens="menu" aria-label=${t.settings} aria-expanded=${open} @click=${on.menu}>☰</button>
    ${on.fold ? html`<button type="button" class="quiet icon fold" aria-label=${t.close} @click=${on.fold}>–</button>` : nothing}
    <div class="dots" aria-hidden="true" ?hidden=${!presses}>${[1, 2, 3].map((n) => html`<i ?on=${n <= presses}></i>`)} ${plural(language, t.shift, 3 - presses)}</div>
  </div>`;
}

/** What it is and how it is left, before anything is sent. */
export function startPage(t: Strings, begin: () => void): TemplateResult {
  return html`<div class="start"><div class="hello">${character(64)}<h2>${t.startTitle}</h2></div>
    <ul>${t.start.map((line) => html`<li>${line}</li>`)}</ul>
    <button type="button" class="send first" @click=${begin}>${t.begin}</button>
    ${safetyNotes(t)}</div>`;
}
