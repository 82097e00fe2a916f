/** One script tag makes the widget: its `data-` attributes are the options. */
import { LatarnikChat } from "./chat";
import { chooseLanguage } from "./strings";

const script = document.currentScript as HTMLScriptElement | null;

if (!customElements.get("latarnik-chat")) customElements.define("latarnik-chat", LatarnikChat);

function make(tag: HTMLScriptElement): void {
  const chat = document.createElement("latarnik-chat") as LatarnikChat;
  const { language, country, audience, exit, greeting, position, accent, accentDark, full } = tag.dataset;
  chat.server = new URL(tag.src).origin;
  chat.language = chooseLanguage([language, document.documentElement.lang, ...navigator.languages]);
  chat.country = country ?? "";
  chat.audience = audience ?? "";
  chat.exit = exit ?? "";
  chat.greeting = greeting ?? "";
  chat.position = position ?? "right";
  chat.full = full !== undefined;
  if (accent) chat.style.setProperty("--latarnik-accent", accent);
  if (accentDark) chat.style.setProperty("--latarnik-accent-dark", accentDark);
  (full !== undefined ? (document.querySelector("main") ?? document.body) : document.body).append(chat);
}

if (script?.src) {
  if (document.body) make(script);
  else
    document.addEventListener("DOMContentLoaded", () => {
      make(script);
    });
}
