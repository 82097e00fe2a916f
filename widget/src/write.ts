/** Where the person writes. */
import { html, type TemplateResult } from "lit";
import type { Strings } from "./strings";

export function writeBox(t: Strings, away: boolean, send: (text: string) => void): TemplateResult {
  const submit = (event: Event): void => {
    event.preventDefault();
    const box = (event.currentTarget as Element).parentElement?.querySelector("textarea");
    const text = box?.value.trim() ?? "";
    if (!box || !text) return;
    send(text);
    box.value = "";
  };
  const enter = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  };
  return html`<div class="write" ?hidden=${away}>
    <textarea rows="1" maxlength="1000" aria-label=${t.write} placeholder=${t.write} dir="auto" @keydown=${enter} autocomplete="off"></textarea>
    <button type="button" class="send" @click=${submit}>${t.send}</button>
  </div>`;
}
