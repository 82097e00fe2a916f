/** The lines of the conversation. */
import { html, nothing, type TemplateResult } from "lit";
import { firstQuestions } from "./browse";
import type { Conversation } from "./conversation";
import { stringsFor, type Strings } from "./strings";
import type { Bubble } from "./types";
import { botBubble, cards, type Handlers } from "./views";

/** `away` while something else stands in its place; `browse` opens the topics. */
export function log(
  talk: Conversation,
  t: Strings,
  away: boolean,
  handlers: (language: string) => Handlers,
  browse: () => void,
): TemplateResult {
  const { bubbles } = talk;
  const lastBot = bubbles.reduce((at, bubble, index) => (bubble.from === "program" && bubble.message.choices ? index : at), -1);
  const known = shownBefore(bubbles);
  return html`<div class="log" role="log" aria-live="polite" aria-label=${t.log} tabindex="0" ?hidden=${away}>
    ${bubbles.map((bubble, index) =>
      bubble.from === "person"
        ? html`<div class="bubble person" dir="auto"><span class="visually-hidden">${t.you}: </span>${bubble.text}</div>`
        : botBubble(bubble.message, bubble.language, stringsFor(bubble.language), index === lastBot, known[index] ?? NOBODY, handlers(bubble.language)),
    )}
    ${suggested(talk, t, handlers(""), browse)}
    ${talk.offline ? unreachable(talk, t) : nothing}
    ${talk.typing ? html`<p class="typing" aria-hidden="true">${t.typing}</p>` : nothing}
  </div>`;
}

const NOBODY: ReadonlySet<string> = new Set();

/** For each bubble the ids of the helplines that the talk has shown above it. */
function shownBefore(bubbles: readonly Bubble[]): ReadonlySet<string>[] {
  let seen = NOBODY;
  return bubbles.map((bubble) => {
    const before = seen;
    const own = bubble.from === "program" ? (bubble.message.helplines ?? []) : [];
    if (own.length) seen = new Set([...before, ...own.map(({ id }) => id)]);
    return before;
  });
}

/** Only before anything was written: later the same kind of message asks what was meant. */
function suggested(talk: Conversation, t: Strings, { choose, pictured }: Handlers, browse: () => void): TemplateResult | typeof nothing {
  const last = talk.bubbles.at(-1);
  if (talk.wrote || last?.from !== "program" || last.message.kind !== "choices") return nothing;
  return html`<div class="suggested"><p>${t.firstTitle}</p>${firstQuestions(talk.audience, t, choose, pictured)}
    <button type="button" class="quiet" @click=${browse}>${t.allTopics}</button></div>`;
}

/** The people who are there when the server is not; the page's own numbers where no others are known. */
function unreachable(talk: Conversation, t: Strings): TemplateResult {
  return html`<div class="bubble helplines offline"><p>${t.offline}</p>
    ${talk.queue.length ? html`<p>${t.offlineKept}</p>` : nothing}
    ${cards(talk.people(), t, talk.pressed)}
    ${talk.knowsPeople ? nothing : html`<slot></slot>`}</div>`;
}
