/** `<latarnik-chat>`: the whole conversation, in its own shadow root. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { Api, Refused } from "./api";
import { Breathing } from "./breathing";
import { firstQuestions, topicBrowser } from "./browse";
import { copyOrMark } from "./copying";
import emergencyNumbers from "./emergency.json";
import { leave, ShiftCounter } from "./exit";
import { lookMenu, PLAIN, wear } from "./look";
import { printOnly } from "./paper";
import { Reader, voiceFor, wordsOf } from "./speech";
import { LANGUAGES, plural, stringsFor, type Strings } from "./strings";
import { styles } from "./styles";
import type { BotMessage, Bubble, Fallback, Helpline, Options, State, TopicGroup } from "./types";
import { botBubble, cards, character, type Handlers } from "./views";

// Seconds between the tries to reach the server again.
const TRIES = [5, 10, 20, 40, 60];
type Content = { text: string } | { choice: string };
interface Message {
  id: string;
  content: Content;
}

export class LatarnikChat extends LitElement {
  /** Codes and own names of the languages there are. */
  static get languages(): [string, string][] {
    return LANGUAGES.map((code) => [code, stringsFor(code).name]);
  }

  static override styles = styles;
  static override properties = {
    language: { type: String, reflect: true },
    country: { type: String },
    audience: { type: String },
    server: { type: String },
    exit: { type: String },
    greeting: { type: String },
    full: { type: Boolean, reflect: true },
    position: { type: String, reflect: true },
  };

  declare language: string;
  declare country: string;
  declare audience: string;
  declare server: string;
  declare exit: string;
  declare greeting: string;
  declare full: boolean;
  declare position: string;

  private api: Api | null = null;
  private opened = false;
  private started = false;
  private busy = false;
  private offline = false;
  private bubbles: Bubble[] = [];
  private state: State | null = null;
  private fallback: Fallback | null = null;
  /** What was written and has no answer yet, in order. */
  private queue: Message[] = [];
  /** Rises when everything is forgotten: an answer to what was before is thrown away. */
  private epoch = 0;
  private tries = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private typing = false;
  private wrote = false;
  private presses = 0;
  private said = "";
  private look = PLAIN;
  private unfolded: "look" | "topics" | null = null;
  private topics: { of: string; groups: TopicGroup[] | null | undefined } = { of: "", groups: undefined };
  private copied: BotMessage | null = null;
  private marked: BotMessage | null = null;
  private printing: BotMessage | null = null;
  private reader = new Reader(() => { this.requestUpdate(); });
  private breathing = new Breathing(
    () => { this.requestUpdate(); },
    (breath) => { this.announce(this.t.breathe[breath]); },
  );
  private counter = new ShiftCounter(
    (presses) => {
      this.presses = presses;
      this.said = presses && presses < 3 ? plural(this.language, this.t.shift, 3 - presses) : "";
      this.requestUpdate();
    },
    () => {
      this.leave();
    },
  );

  constructor() {
    super();
    this.language = "pl";
    this.country = this.audience = this.server = this.exit = this.greeting = "";
    this.full = false;
    this.position = "right";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.api = new Api(this.server);
    if (this.full) this.opened = true;
    document.addEventListener("keydown", this.counter.down);
    document.addEventListener("keyup", this.counter.up);
    window.addEventListener("online", this.again);
    this.reader.connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.counter.down);
    document.removeEventListener("keyup", this.counter.up);
    window.removeEventListener("online", this.again);
    this.reader.disconnect();
    this.wipe();
  }

  /** Opens the window; nothing is sent before the person begins. */
  open(): void {
    this.opened = true;
    this.requestUpdate();
    this.tell("open");
    void this.loadFallback();
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(".first")?.focus();
    });
  }

  /** Folds the window; the conversation goes on when it is opened again. */
  close(): void {
    this.opened = false;
    this.reader.stop();
    this.breathing.stop();
    this.requestUpdate();
    this.tell("close");
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(".launcher")?.focus();
    });
  }

  /** Leaves the page at once and forgets everything. */
  leave(): void {
    const address = this.exit || this.t.exitAddress;
    this.wipe();
    this.tell("exit");
    leave(address);
  }

  /** Forgets the conversation here and on the server, and shows the first page. */
  forget(): void {
    this.wipe();
    this.announce(this.t.forgotten);
    this.tell("forget");
  }

  private get t(): Strings {
    return stringsFor(this.language);
  }

  private get whose(): string | null {
    return this.state?.audience ?? (this.audience || null);
  }

  private wipe(): void {
    this.epoch += 1;
    this.api?.forget();
    this.api = new Api(this.server);
    clearTimeout(this.retry);
    this.reader.stop();
    this.breathing.stop();
    this.bubbles = [];
    this.state = this.unfolded = this.copied = this.marked = this.printing = null;
    this.queue = [];
    this.topics = { of: "", groups: undefined };
    this.tries = 0;
    this.started = this.busy = this.typing = this.wrote = this.offline = false;
    const box = this.renderRoot.querySelector("textarea");
    if (box) box.value = "";
  }

  /** Says something to screen readers, also when it is what was said last. */
  private announce(words: string): void {
    this.said = "";
    this.requestUpdate();
    void this.updateComplete.then(() => {
      this.said = words;
      this.requestUpdate();
    });
  }

  private tell(name: string): void {
    this.dispatchEvent(new CustomEvent(`latarnik-${name}`, { bubbles: true, composed: true }));
  }

  private get options(): Options {
    const { server, language, country, audience, exit, greeting } = this;
    return { server, language, country, audience, exit, greeting };
  }

  private async loadFallback(): Promise<void> {
    if (this.fallback) return;
    this.fallback = (await this.api?.fallback().catch(() => null)) ?? null;
  }

  private async begin(): Promise<void> {
    this.started = true;
    await this.attempt(() => this.restart(true));
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>("textarea")?.focus();
    });
  }

  private async send(content: Content, shown: string): Promise<void> {
    // While the line is down another message waits its turn behind the first.
    if (this.busy && !this.offline) return;
    this.bubbles = [...this.bubbles, { from: "person", text: shown }];
    this.queue.push({ id: crypto.randomUUID(), content });
    this.unfolded = null;
    if (this.busy) {
      this.requestUpdate();
      this.showLast();
    } else await this.attempt(this.deliver);
  }

  /** Sends what waits, in order. The ids stay the same, so the server answers each of them once. */
  private readonly deliver = async (): Promise<void> => {
    const epoch = this.epoch;
    if (!this.api?.open) await this.restart(false);
    for (let message = this.queue[0]; message && epoch === this.epoch; message = this.queue[0]) {
      try {
        await this.answer(message);
      } catch (error) {
        if (!(error instanceof Refused && error.status === 401) || epoch !== this.epoch) throw error;
        await this.restart(false);
        if (epoch !== this.epoch) return;
        this.bubbles = [...this.bubbles, this.note(this.t.resumed)];
        await this.answer(message);
      }
    }
  };

  /** Opens a conversation; the welcome is shown only at the very beginning. */
  private async restart(first: boolean): Promise<void> {
    const { api, epoch, state } = this;
    if (!api) return;
    api.drop();
    const turn = await api.begin({
      ...this.options,
      country: state?.country ?? this.country,
      audience: state?.audience ?? this.audience,
    });
    // Everything was forgotten meanwhile: this conversation too.
    if (epoch !== this.epoch) api.forget();
    else if (first) this.show(turn.messages, turn.state);
    else this.state = turn.state;
  }

  private async answer(message: Message): Promise<void> {
    const { api, epoch } = this;
    const turn = await api?.say(message.id, message.content);
    if (!turn || epoch !== this.epoch) return;
    this.queue = this.queue.filter((held) => held !== message);
    this.show(turn.messages, turn.state);
  }

  /** A `quiet` one is a try of its own accord: unless it succeeds nothing on the screen moves. */
  private async attempt(work: () => Promise<void>, quiet = false): Promise<void> {
    const epoch = this.epoch;
    clearTimeout(this.retry);
    this.busy = true;
    this.typing = !quiet;
    this.requestUpdate();
    if (!quiet) this.showLast();
    const before = this.bubbles.length;
    try {
      await work();
      if (epoch !== this.epoch) return;
      this.offline = false;
      this.tries = 0;
    } catch (error) {
      if (epoch !== this.epoch) return;
      if (!(error instanceof Refused) || error.status >= 500) {
        this.offline = true;
        this.retry = setTimeout(this.again, 1000 * (TRIES[Math.min(this.tries, TRIES.length - 1)] ?? 60));
        this.tries += 1;
      } else {
        this.queue.shift();
        const body = error.body as { helplines?: Helpline[] } | null;
        const text = error.status === 429 ? this.t.busy : error.message || this.t.offline;
        this.bubbles = [...this.bubbles, this.note(text, body?.helplines ?? this.people())];
        this.offline = false;
        if (this.queue.length) this.retry = setTimeout(this.again, 1000 * (TRIES[0] ?? 5));
      }
    }
    this.busy = this.typing = false;
    this.requestUpdate();
    if (!quiet || this.bubbles.length > before) this.showLast();
  }

  /** The line may be back: sends what waits, or begins what could not begin. */
  private readonly again = (): void => {
    if (this.busy) return;
    if (this.queue.length) void this.attempt(this.deliver, true);
    else if (this.offline && this.started && !this.api?.open) void this.attempt(() => this.restart(true), true);
  };

  private note(text: string, helplines?: Helpline[]): Bubble {
    const message = { kind: helplines ? "helplines" : "notice", text, helplines };
    return { from: "program", message, language: this.language };
  }

  private show(messages: BotMessage[], state: State): void {
    const language = state.language || this.language;
    this.bubbles = [...this.bubbles, ...messages.map((message): Bubble => ({ from: "program", message, language }))];
    this.state = state;
    if (state.language && state.language !== this.language) this.language = state.language;
    this.tell("message");
  }

  /** Who can help when the server is gone: the cached file, else the numbers in this bundle. */
  private readonly pressed = (card: Helpline, channel: string): void => {
    this.api?.referral(card, channel);
  };

  private people(): Helpline[] {
    const country = this.state?.country ?? this.country;
    const numbers: Record<string, string> = emergencyNumbers;
    const number =
      this.fallback?.emergency[country]?.number ?? numbers[country] ?? this.fallback?.emergency.default?.number ?? "112";
    const emergency: Helpline = { id: "emergency", name: number, kind: "emergency", country, phone: number };
    const lines = this.fallback?.helplines[country] ?? this.fallback?.helplines.default ?? [];
    return [emergency, ...lines];
  }

  /** Puts the start of the newest reply in sight, with what was asked above it. */
  private showLast(): void {
    void this.updateComplete.then(() => {
      const log = this.renderRoot.querySelector<HTMLElement>(".log");
      const asked = [...this.renderRoot.querySelectorAll<HTMLElement>(".bubble.person")].at(-1);
      if (log) log.scrollTop = asked ? asked.offsetTop - 8 : 0;
    });
  }

  private submit(event: Event): void {
    event.preventDefault();
    const box = this.renderRoot.querySelector("textarea");
    const text = box?.value.trim() ?? "";
    if (!box || !text || (this.busy && !this.offline)) return;
    box.value = "";
    this.wrote = true;
    void this.send({ text: text.slice(0, 1000) }, text);
  }

  private keydown(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  private panelKey(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    if (this.unfolded) this.fold();
    else if (!this.full) this.close();
  }

  private switchLanguage(next: string): void {
    this.language = next;
    if (this.started && this.api?.open) void this.send({ choice: `language:${next}` }, stringsFor(next).name);
  }

  private helpNow(): void {
    if (this.started && !this.offline) void this.send({ choice: "act:help_now" }, this.t.help);
    else {
      this.started = true;
      this.unfolded = null;
      this.bubbles = [...this.bubbles, this.note(this.t.emergencyHint, this.people())];
      this.requestUpdate();
    }
  }

  /** Opens the settings or the topics and goes there, or folds them. */
  private unfold(what: "look" | "topics"): void {
    if (this.unfolded === what) {
      this.fold();
      return;
    }
    this.unfolded = what;
    if (what === "topics") void this.loadTopics();
    this.requestUpdate();
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(what === "look" ? "#look input:checked" : "#ask")?.focus();
    });
  }

  /** Folds what is open and goes back to the button that opened it. */
  private readonly fold = (): void => {
    const button = this.unfolded;
    this.unfolded = null;
    this.requestUpdate();
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(`.foot .${button}`)?.focus();
    });
  };

  private async loadTopics(): Promise<void> {
    const audience = this.whose;
    const of = `${this.language} ${audience}`;
    if (this.topics.of === of && this.topics.groups) return;
    this.topics = { of, groups: undefined };
    const groups = (await this.api?.topics(this.language, audience).catch(() => null)) ?? null;
    if (this.topics.of === of) this.topics = { of, groups };
    this.requestUpdate();
  }

  private readonly choose = (id: string, label: string): void => {
    void this.send({ choice: id }, label);
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>("textarea")?.focus();
    });
  };

  private readonly listen = (message: BotMessage, language: string): void => {
    const t = stringsFor(language);
    this.reader.toggle(message, wordsOf(message, t.sayIt, t.emergency), language);
  };

  private readonly copy = (message: BotMessage, shown: Node | null): void => {
    void copyOrMark(message.say_it ?? "", shown).then((done) => {
      this.copied = done ? message : null;
      this.marked = done ? null : message;
      this.announce(done ? this.t.copied : this.t.marked);
    });
  };

  private readonly print = (message: BotMessage): void => {
    this.printing = message;
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const sources = this.renderRoot.querySelector<HTMLDetailsElement>("[printing] details");
      const before = sources?.open ?? false;
      if (sources) sources.open = true;
      printOnly(this, () => {
        if (sources) sources.open = before;
        this.printing = null;
        this.requestUpdate();
      });
    });
  };

  override render(): TemplateResult {
    return this.opened ? this.panel() : this.launcher();
  }

  private launcher(): TemplateResult {
    return html`<button type="button" class="launcher" @click=${() => { this.open(); }}>${character(36)}${this.greeting || this.t.open}</button>`;
  }

  private panel(): TemplateResult {
    const t = this.t;
    return html`<section class="panel" lang=${this.language} role=${this.full ? "region" : "dialog"} aria-label=${t.title} @keydown=${this.panelKey}>
      <a class="hidden-first" href=${this.exit || t.exitAddress} @click=${(e: Event) => { e.preventDefault(); this.leave(); }}>${t.exitHint}</a>
      <header>
        <div class="bar">
          <div class="who">${character(40)}<span><strong>${t.title}</strong><small>${t.subtitle}</small></span></div>
          <span class="dots" aria-hidden="true" ?hidden=${!this.presses}>${[1, 2, 3].map((n) => html`<i ?on=${n <= this.presses}></i>`)}</span>
          <button type="button" class="help" @click=${() => { this.helpNow(); }}>${t.help}</button>
          <button type="button" class="exit" title=${t.exitHint} @click=${() => { this.leave(); }}>${t.exit}</button>
          ${this.full ? nothing : html`<button type="button" class="quiet" aria-label=${t.close} @click=${() => { this.close(); }}>–</button>`}
        </div>
      </header>
      <div class="visually-hidden" role="status">${this.said}</div>
      ${this.started ? this.talk() : this.unfolded ? nothing : this.startPage()}
      ${this.unfolded === "look" ? lookMenu(this.look, t, (look) => { this.look = look; wear(this, look); this.requestUpdate(); }, this.fold) : nothing}
      <div class="foot">
        ${this.started ? html`<button type="button" class="quiet topics" aria-expanded=${this.unfolded === "topics"} @click=${() => { this.unfold("topics"); }}>${t.topics}</button>` : nothing}
        <button type="button" class="quiet look" aria-expanded=${this.unfolded === "look"} aria-controls="look" @click=${() => { this.unfold("look"); }}>${t.settings}</button>
        ${LANGUAGES.filter((code) => code !== this.language).map((code) => {
          const { name, switchTo } = stringsFor(code);
          return html`<button type="button" class="quiet" lang=${code} aria-label=${switchTo} @click=${() => { this.switchLanguage(code); }}>${name}</button>`;
        })}
        <button type="button" class="quiet" @click=${() => { this.forget(); }}>${t.forget}</button>
      </div>
    </section>`;
  }

  private startPage(): TemplateResult {
    const t = this.t;
    return html`<div class="start"><h2>${t.startTitle}</h2>
      <ul>${t.start.map((line) => html`<li>${line}</li>`)}</ul>
      <button type="button" class="send first" @click=${() => void this.begin()}>${t.begin}</button></div>`;
  }

  private talk(): TemplateResult {
    const t = this.t;
    const lastBot = this.bubbles.reduce((at, bubble, index) => (bubble.from === "program" && bubble.message.choices ? index : at), -1);
    const audience = this.whose;
    const handlers = (language: string): Handlers => ({
      choose: (id, label) => void this.send({ choice: id }, label),
      pressed: this.pressed,
      copy: this.copy,
      copied: this.copied,
      marked: this.marked,
      listen: voiceFor(language) ? this.listen : null,
      reading: this.reader.reading,
      print: audience === "parent" ? this.print : null,
      printing: this.printing,
      breathe: (message) => { this.breathing.start(message, audience); },
      breathing: this.breathing,
    });
    const away = this.unfolded !== null;
    const last = this.bubbles.at(-1);
    // Only before anything was written: later the same kind of message asks what was meant.
    const fresh = !this.wrote && last?.from === "program" && last.message.kind === "choices";
    return html`${this.unfolded === "topics" ? topicBrowser(this.topics.groups, audience, t, this.choose, this.fold) : nothing}
      <div class="log" role="log" aria-live="polite" aria-label=${t.log} tabindex="0" ?hidden=${away}>
        ${this.bubbles.map((bubble, index) =>
          bubble.from === "person"
            ? html`<div class="bubble person"><span class="visually-hidden">${t.you}: </span>${bubble.text}</div>`
            : botBubble(bubble.message, bubble.language, stringsFor(bubble.language), index === lastBot, handlers(bubble.language)),
        )}
        ${fresh
          ? html`<div class="suggested"><p>${t.firstTitle}</p>${firstQuestions(audience, t, this.choose)}
              <button type="button" class="quiet" @click=${() => { this.unfold("topics"); }}>${t.allTopics}</button></div>`
          : nothing}
        ${this.offline
          ? html`<div class="bubble helplines offline"><p>${t.offline}</p>${this.queue.length ? html`<p>${t.offlineKept}</p>` : nothing}${cards(this.people(), t, this.pressed)}</div>`
          : nothing}
        ${this.typing ? html`<p class="typing">${t.typing}</p>` : nothing}
      </div>
      <form @submit=${this.submit} ?hidden=${away}>
        <textarea rows="1" maxlength="1000" aria-label=${t.write} placeholder=${t.write} @keydown=${this.keydown} autocomplete="off"></textarea>
        <button type="submit" class="send">${t.send}</button>
      </form>`;
  }
}
