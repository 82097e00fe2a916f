/** How the chat looks for this person. Held in memory only: nothing is stored. */
import { html, nothing, type TemplateResult } from "lit";
import type { Strings } from "./strings";

const ZOOM = [1, 1.2, 1.45];

export interface Look {
  size: number;
  contrast: boolean;
  easy: boolean;
}

/** The look to begin with: who asked the device for contrast has it. */
export function firstLook(): Look {
  const contrast = typeof matchMedia === "function" && matchMedia("(prefers-contrast: more)").matches;
  return { size: 0, contrast, easy: false };
}

export function wear(host: HTMLElement, look: Look): void {
  host.style.setProperty("--zoom", String(ZOOM[look.size] ?? 1));
  host.toggleAttribute("contrast", look.contrast);
  host.toggleAttribute("easy", look.easy);
}

/** What the settings can do besides the look. */
export interface MenuActions {
  change: (look: Look) => void;
  forget: () => void;
  /** Null where the window cannot be folded. */
  fold: (() => void) | null;
  done: () => void;
}

export function safetyNotes(t: Strings): TemplateResult {
  return html`<details class="safety"><summary>${t.safety.title}</summary>
    <ul>${t.safety.lines.map((line) => html`<li>${line}</li>`)}</ul></details>`;
}

export function menu(look: Look, t: Strings, on: MenuActions): TemplateResult {
  const box = (name: "contrast" | "easy"): TemplateResult =>
    html`<label><input type="checkbox" .checked=${look[name]} @change=${() => { on.change({ ...look, [name]: !look[name] }); }}>${t[name]}</label>`;
  return html`<div class="menu" id="menu" role="group" aria-label=${t.settings}>
    <fieldset><legend>${t.letters}</legend>
      ${t.sizes.map((name, size) => html`<label><input type="radio" name="size" .checked=${look.size === size} @change=${() => { on.change({ ...look, size }); }}>${name}</label>`)}
    </fieldset>
    ${box("contrast")}${box("easy")}
    ${safetyNotes(t)}
    <div class="choices">
      <button type="button" class="done" @click=${on.done}>${t.done}</button>
      <button type="button" class="forget" @click=${on.forget}>${t.forget}</button>
      ${on.fold ? html`<button type="button" @click=${on.fold}>${t.close}</button>` : nothing}
    </div>
  </div>`;
}
