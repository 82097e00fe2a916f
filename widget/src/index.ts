/** One script tag makes the widget: its `data-` attributes are the options. */
import { LatarnikChat } from "./chat";
import { chooseLanguage } from "./strings";

const script = document.currentScript as HTMLScriptElement | null;
const TAG = "latarnik-chat";
const OPTIONS = ["country", "audience", "exit", "greeting", "position"] as const;

if (script?.src) LatarnikChat.home = new URL(script.src).origin;
if (!customElements.get(TAG)) customElements.define(TAG, LatarnikChat);

/** Dresses the `<latarnik-chat>` that the page holds already, or makes one. */
function make(tag: HTMLScriptElement): void {
  const given = [...document.querySelectorAll<LatarnikChat>(TAG)].find((chat) => !chat.server);
  const chat = given ?? (document.createElement(TAG) as LatarnikChat);
  const { language, accent, accentDark, full } = tag.dataset;
  const asked = full === undefined ? undefined : new URLSearchParams(location.search);
  // Written in the page, else in the tag; a full page may be asked for with `?language=…&country=…&audience=…`.
  const wish = (name: string): string | undefined =>
    chat.getAttribute(name) ?? (name === "exit" ? undefined : asked?.get(name)) ?? tag.dataset[name];
  chat.language = chooseLanguage([wish("language"), language, document.documentElement.lang, ...navigator.languages]);
  for (const option of OPTIONS) chat[option] = wish(option) ?? chat[option];
  if (full !== undefined) chat.full = true;
  if (accent) chat.style.setProperty("--latarnik-accent", accent);
  if (accentDark) chat.style.setProperty("--latarnik-accent-dark", accentDark);
  chat.server = new URL(tag.src).origin;
  if (!given) (full !== undefined ? (document.querySelector("main") ?? document.body) : document.body).append(chat);
}

if (script?.src) {
  if (document.body) make(script);
  else
    document.addEventListener("DOMContentLoaded", () => {
      make(script);
    });
}
