/** One script tag makes the widget: its `data-` attributes are the options. */
import { LatarnikChat } from "./chat";
import { chooseLanguage } from "./strings";

const script = document.currentScript as HTMLScriptElement | null;
const TAG = "latarnik-chat";

if (script?.src) LatarnikChat.home = new URL(script.src).origin;
if (!customElements.get(TAG)) customElements.define(TAG, LatarnikChat);

/** Dresses the `<latarnik-chat>` that the page holds already, or makes one. */
function make(tag: HTMLScriptElement): void {
  const given = [...document.querySelectorAll<LatarnikChat>(TAG)].find((chat) => !chat.server);
  const chat = given ?? (document.createElement(TAG) as LatarnikChat);
  const { accent, accentDark, full } = tag.dataset;
  chat.full ||= full !== undefined;
  // A page that is nothing but the chat may be asked for with `?language=…&country=…&audience=…`.
  const asked = new URLSearchParams(chat.full ? location.search : "");
  const wish = (name: string): string | undefined => chat.getAttribute(name) ?? asked.get(name) ?? tag.dataset[name];
  chat.language = chooseLanguage([wish("language"), document.documentElement.lang, ...navigator.languages]);
  chat.country = wish("country") ?? "";
  chat.audience = wish("audience") ?? "";
  // Never from the address: a link to the page must not choose where one leaves to.
  for (const name of ["exit", "greeting", "position"] as const) chat[name] = tag.dataset[name] ?? chat[name];
  if (accent) chat.style.setProperty("--latarnik-accent", accent);
  if (accentDark) chat.style.setProperty("--latarnik-accent-dark", accentDark);
  chat.server = new URL(tag.src).origin;
  if (!given) (chat.full ? (document.querySelector("main") ?? document.body) : document.body).append(chat);
}

if (script?.src) {
  if (document.body) make(script);
  else
    document.addEventListener("DOMContentLoaded", () => {
      make(script);
    });
}
