/** How messages and helplines look. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { type Breathing, breathingView } from "./breathing";
import type { Topics } from "./browse";
import { sentences, type Spoken } from "./speech";
import type { Strings } from "./strings";
import type { BotMessage, Helpline, Source } from "./types";

export const lighthouse = svg`
  <path class="beam" d="M24 14 L2 6 L2 20 Z" fill="#ffd166"/>
  <path class="beam" d="M24 14 L46 6 L46 20 Z" fill="#ffd166"/>
  <path d="M18 44 L20.5 18 H27.5 L30 44 Z" fill="#fff" stroke="#1d2733" stroke-width="1.5"/>
  <path d="M19.6 28 H28.4 L29 34 H19 Z" fill="#d1495b"/>
  <rect x="20" y="10" width="8" height="8" rx="2" fill="#ffd166" stroke="#1d2733" stroke-width="1.5"/>
  <path d="M19 10 L24 5 L29 10 Z" fill="#d1495b" stroke="#1d2733" stroke-width="1.5"/>
  <circle cx="22.6" cy="13.6" r="0.9" fill="#1d2733"/><circle cx="25.4" cy="13.6" r="0.9" fill="#1d2733"/>
  <path d="M22.4 15.6 Q24 16.9 25.6 15.6" fill="none" stroke="#1d2733" stroke-width="1" stroke-linecap="round"/>`;

export function character(size: number): TemplateResult {
  return html`<svg viewBox="0 0 48 48" width=${size} height=${size} aria-hidden="true" focusable="false">${lighthouse}</svg>`;
}

/** Only addresses that a browser may open from a card. */
function safe(address: string | undefined): string | undefined {
  return address && /^(https:|mailto:|tel:|sms:)/i.test(address) ? address : undefined;
}

/** Told when somebody presses a way to a service. */
export type Pressed = (card: Helpline, channel: string) => void;

/** A service with the ways to reach it; `brief` where the talk has shown it before: name, number and chat stay. */
export function helplineCard(card: Helpline, t: Strings, pressed: Pressed, brief = false): TemplateResult {
  const emergency = card.kind === "emergency";
  const tel = card.phone ? safe(card.phone_uri ?? `tel:${card.phone.replace(/[^\d+]/g, "")}`) : undefined;
  const all: [string, string, string | undefined][] = [
    ["chat", t.chat, safe(card.chat)],
    ["sms", t.sms, card.sms ? safe(`sms:${card.sms.replace(/[^\d+]/g, "")}`) : undefined],
    ["web", t.web, safe(card.web)],
    ["email", t.email, card.email ? safe(`mailto:${card.email}`) : undefined],
  ];
  const open = all.flatMap(([channel, label, address]) => (address ? [{ channel, label, address }] : []));
  const ways = brief ? open.slice(0, tel ? 1 : 2) : open;
  const facts = [
    emergency ? t.emergencyHint : (card.hours ?? ""),
    card.cost?.startsWith("free") && !emergency ? t.free : "",
    (card.languages ?? []).join(", "),
    card.checked_on && !emergency ? `${t.checked} ${card.checked_on}` : "",
  ].filter(Boolean);
  return html`<div class="card ${emergency ? "emergency" : ""} ${brief ? "brief" : ""}" role="group" aria-label=${emergency ? t.emergency : card.name}>
    <strong class="name">${emergency ? t.emergency : card.name}</strong>
    ${card.open_now === true && !emergency ? html`<span class="badge">${t.openNow}</span>` : nothing}
    ${card.open_now === false ? html`<span class="badge shut">${t.closedNow}</span>` : nothing}
    ${brief ? nothing : html`<div class="facts">${facts.join(" · ")}</div>`}
    <div class="ways">
      ${tel ? html`<a class="link main" href=${tel} @click=${() => { pressed(card, "phone"); }}>${t.call} ${card.phone}</a>` : nothing}
      ${ways.map(
        ({ channel, label, address }) =>
          html`<a class="link" href=${address} target=${address.startsWith("https:") ? "_blank" : nothing} rel="noopener noreferrer" @click=${() => { pressed(card, channel); }}>${label}<span class="visually-hidden"> ${card.name}</span></a>`,
      )}
    </div>
    ${card.what_happens && !brief
      ? html`<details><summary>${t.howItGoes}<span class="visually-hidden"> ${card.name}</span></summary>
          <p>${card.what_happens}</p>
          ${card.say_it ? html`<p>${t.beginWith} <q>${card.say_it}</q></p>` : nothing}</details>`
      : nothing}
  </div>`;
}

export function cards(
  list: Helpline[] | undefined, t: Strings, pressed: Pressed, known?: ReadonlySet<string>,
): TemplateResult | typeof nothing {
  return list?.length ? html`<div class="cards">${list.map((card) => helplineCard(card, t, pressed, known?.has(card.id)))}</div>` : nothing;
}

/** What a bubble can do, and how it stands with it. */
export interface Handlers {
  choose: (id: string, label: string) => void;
  pressed: Pressed;
  copy: (message: BotMessage, shown: Node | null) => void;
  copied: BotMessage | null;
  marked: BotMessage | null;
  /** Null where no voice of this device speaks the language. */
  listen: ((message: BotMessage, language: string) => void) | null;
  reading: BotMessage | null;
  /** The sentence that is being read. */
  now: Spoken | null;
  /** Null for everybody but parents. */
  print: ((message: BotMessage) => void) | null;
  printing: BotMessage | null;
  breathe: (message: BotMessage) => void;
  breathing: Breathing;
  /** Pictures beside the choices, for the youngest. */
  pictured: Topics["picture"] | undefined;
}

/** A text with the sentence marked that is being read aloud. */
function spoken(text: string, language: string, now: Spoken | null): unknown {
  if (now?.text !== text) return text;
  return sentences(text, language).map((sentence, at) => html`<span class=${at === now.at ? "now" : ""}>${sentence}</span>`);
}

/** An app's own help, which its answer points to, is not a source to be folded away. */
const isOwnHelp = ({ title, publisher }: Source): boolean => title === publisher;

const PRINTED = ["answer", "support", "helplines", "exercise"];

/** `known` are the helplines that the talk has shown already; whoever asks for people sees them whole again. */
export function botBubble(
  message: BotMessage, language: string, t: Strings, last: boolean, known: ReadonlySet<string>, on: Handlers,
): TemplateResult {
  const words = (text: string): unknown => (on.reading === message ? spoken(text, language, on.now) : text);
  const calls = message.helplines?.some(({ kind }) => kind === "child_helpline");
  const quoted = (event: Event): Node | null => (event.currentTarget as Element).closest(".say")?.querySelector("q") ?? null;
  return html`<div class="bubble ${message.kind}" lang=${language} dir=${t.direction} ?printing=${on.printing === message}>
    <p>${words(message.text)}</p>
    ${message.steps?.length ? html`<ol aria-label=${t.steps}>${message.steps.map((step) => html`<li>${words(step)}</li>`)}</ol>` : nothing}
    ${cards(message.helplines, t, on.pressed, message.kind === "helplines" ? undefined : known)}
    ${calls && last ? html`<button type="button" class="quiet" @click=${() => { on.choose("topic:helpline_what_happens", t.whatHappens); }}>${t.whatHappens}</button>` : nothing}
    ${message.say_it
      ? html`<div class="say"><span>${t.sayIt}</span><q>${words(message.say_it)}</q>
          <button type="button" class="copy" @click=${(event: Event) => { on.copy(message, quoted(event)); }}>${on.copied === message ? `${t.copied} ✓` : t.copy}</button>
          ${on.marked === message ? html`<span class="marked">${t.marked}</span>` : nothing}</div>`
      : nothing}
    ${message.kind === "exercise" ? breathingView(message, on.breathing, t, () => { on.breathe(message); }) : nothing}
    ${message.sources?.length
      ? html`<details ?open=${message.sources.every(isOwnHelp)}><summary>${t.sources}</summary><ul>${message.sources.map(
          (s) => html`<li><a href=${safe(s.url) ?? "#"} target="_blank" rel="noopener noreferrer">${s.title}</a>, ${s.publisher}</li>`,
        )}</ul></details>`
      : nothing}
    ${message.choices?.length && last
      ? html`<div class="choices">${message.choices.map(
          (c) => html`<button type="button" @click=${() => { on.choose(c.id, c.label); }}>${on.pictured?.(c.id)}${c.label}</button>`,
        )}</div>`
      : nothing}
    <div class="tools">
      ${on.listen
        ? html`<button type="button" class="quiet listen" @click=${() => on.listen?.(message, language)}>${on.reading === message ? t.stopReading : t.listen}</button>`
        : nothing}
      ${on.print && PRINTED.includes(message.kind)
        ? html`<button type="button" class="quiet print" @click=${() => on.print?.(message)}>${t.print}</button>`
        : nothing}
    </div>
  </div>`;
}
