/** How the chat looks for this person. Held in memory only: nothing is stored. */
import { html, type TemplateResult } from "lit";
import type { Strings } from "./strings";

const ZOOM = [1, 1.2, 1.45];

export interface Look {
  size: number;
  contrast: boolean;
  easy: boolean;
}

export const PLAIN: Look = { size: 0, contrast: false, easy: false };

export function wear(host: HTMLElement, look: Look): void {
  host.style.setProperty("--zoom", String(ZOOM[look.size] ?? 1));
  host.toggleAttribute("contrast", look.contrast);
  host.toggleAttribute("easy", look.easy);
}

export function lookMenu(look: Look, t: Strings, change: (look: Look) => void, close: () => void): TemplateResult {
  const box = (name: "contrast" | "easy"): TemplateResult =>
    html`<label><input type="checkbox" .checked=${look[name]} @change=${() => { change({ ...look, [name]: !look[name] }); }}>${t[name]}</label>`;
  return html`<div class="menu" id="look" role="group" aria-label=${t.settings}>
    <fieldset><legend>${t.letters}</legend>
      ${t.sizes.map((name, size) => html`<label><input type="radio" name="size" .checked=${look.size === size} @change=${() => { change({ ...look, size }); }}>${name}</label>`)}
    </fieldset>
    ${box("contrast")}${box("easy")}
    <button type="button" @click=${close}>${t.done}</button>
  </div>`;
}
