/** `<latarnik-chat>`: the whole conversation, in its own shadow root. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { Api, Refused, Unreachable } from "./api";
import emergencyNumbers from "./emergency.json";
import { leave, ShiftCounter } from "./exit";
import { plural, stringsFor, type Strings } from "./strings";
import { styles } from "./styles";
import type { BotMessage, Bubble, Fallback, Helpline, Options, State } from "./types";
import { botBubble, cards, character } from "./views";

const SIZES = [1, 1.2, 1.45];
type Content = { text: string } | { choice: string };

export class LatarnikChat extends LitElement {
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
  private waiting: { id: string; content: Content } | null = null;
  private presses = 0;
  private said = "";
  private size = 0;
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
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.counter.down);
    document.removeEventListener("keyup", this.counter.up);
    window.removeEventListener("online", this.again);
    this.api?.forget();
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
    this.requestUpdate();
    this.tell("close");
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(".launcher")?.focus();
    });
  }

  /** Leaves the page at once and forgets everything. */
  leave(): void {
    const address = this.exit || this.t.exitAddress;
    this.api?.forget();
    this.wipe();
    this.tell("exit");
    leave(address);
  }

  /** Forgets the conversation here and on the server, and shows the first page. */
  forget(): void {
    this.api?.forget();
    this.wipe();
    this.said = this.t.forgotten;
    this.tell("forget");
    this.requestUpdate();
  }

  private get t(): Strings {
    return stringsFor(this.language);
  }

  private wipe(): void {
    this.bubbles = [];
    this.state = null;
    this.waiting = null;
    this.started = this.busy = this.offline = false;
    speechSynthesisOf()?.cancel();
    const box = this.renderRoot.querySelector("textarea");
    if (box) box.value = "";
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
    await this.attempt(async () => {
      const turn = await this.api?.begin(this.options);
      if (turn) this.show(turn.messages, turn.state);
    });
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>("textarea")?.focus();
    });
  }

  private async send(content: Content, shown: string): Promise<void> {
    if (this.busy) return;
    this.bubbles = [...this.bubbles, { from: "person", text: shown }];
    await this.deliver({ id: crypto.randomUUID(), content });
  }

  private async deliver(message: { id: string; content: Content }): Promise<void> {
    this.waiting = message;
    await this.attempt(async () => {
      if (!this.api?.open) await this.restart();
      try {
        await this.answer(message);
      } catch (error) {
        if (!(error instanceof Refused && error.status === 401)) throw error;
        await this.restart();
        this.bubbles = [...this.bubbles, note(this.t.resumed)];
        await this.answer(message);
      }
      this.waiting = null;
    });
  }

  private async restart(): Promise<void> {
    this.api?.drop();
    const known = this.state;
    const turn = await this.api?.begin({
      ...this.options,
      country: known?.country ?? this.country,
      audience: known?.audience ?? this.audience,
    });
    if (turn) this.state = turn.state;
  }

  private async answer(message: { id: string; content: Content }): Promise<void> {
    const turn = await this.api?.say(message.id, message.content);
    if (turn) this.show(turn.messages, turn.state);
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.requestUpdate();
    this.showLast();
    try {
      await work();
      this.offline = false;
    } catch (error) {
      if (error instanceof Unreachable || !(error instanceof Refused) || error.status >= 500) {
        this.offline = true;
      } else {
        this.waiting = null;
        const body = error.body as { helplines?: Helpline[] } | null;
        const text = error.status === 429 ? this.t.busy : error.message || this.t.offline;
        this.bubbles = [...this.bubbles, note(text, body?.helplines ?? this.people())];
      }
    }
    this.busy = false;
    this.requestUpdate();
    this.showLast();
  }

  private readonly again = (): void => {
    const waiting = this.waiting;
    if (waiting && !this.busy) void this.deliver(waiting);
    else if (this.offline && this.started && !this.api?.open) void this.begin();
  };

  private show(messages: BotMessage[], state: State): void {
    this.bubbles = [...this.bubbles, ...messages.map((message): Bubble => ({ from: "program", message }))];
    this.state = state;
    if (state.language && state.language !== this.language) this.language = state.language;
    this.tell("message");
  }

  /** Who can help when the server is gone: the cached file, else the numbers in this bundle. */
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
    if (!box || !text || this.busy) return;
    box.value = "";
    void this.send({ text: text.slice(0, 1000) }, text);
  }

  private keydown(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  private panelKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.full) this.close();
  }

  private switchLanguage(): void {
    const next = this.language === "pl" ? "en" : "pl";
    this.language = next;
    if (this.started && this.api?.open) void this.send({ choice: `language:${next}` }, stringsFor(next === "pl" ? "en" : "pl").language);
  }

  private helpNow(): void {
    if (this.started && !this.offline) void this.send({ choice: "act:help_now" }, this.t.help);
    else {
      this.started = true;
      this.bubbles = [...this.bubbles, note(this.t.emergencyHint, this.people())];
      this.requestUpdate();
    }
  }

  private bigger(): void {
    this.size = (this.size + 1) % SIZES.length;
    this.style.setProperty("--zoom", String(SIZES[this.size]));
  }

  private readonly listen = (message: BotMessage): void => {
    const speech = speechSynthesisOf();
    if (!speech) return;
    speech.cancel();
    const words = [message.text, ...(message.steps ?? []), message.say_it ?? ""].filter(Boolean).join(". ");
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = this.language;
    speech.speak(utterance);
  };

  private readonly copy = (text: string): void => {
    void navigator.clipboard.writeText(text).then(() => {
      this.said = this.t.copied;
      this.requestUpdate();
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
      ${this.started ? this.talk() : this.startPage()}
      <div class="foot">
        <button type="button" class="quiet" lang=${this.language === "pl" ? "en" : "pl"} aria-label=${t.languageLabel} @click=${() => { this.switchLanguage(); }}>${t.language}</button>
        <button type="button" class="quiet" @click=${() => { this.bigger(); }}>${t.textSize}</button>
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
    const handlers = {
      choose: (id: string, label: string) => void this.send({ choice: id }, label),
      copy: this.copy,
      listen: speechSynthesisOf() ? this.listen : null,
    };
    return html`<div class="log" role="log" aria-live="polite" aria-label=${t.log} tabindex="0">
        ${this.bubbles.map((bubble, index) =>
          bubble.from === "person"
            ? html`<div class="bubble person"><span class="visually-hidden">${t.you}: </span>${bubble.text}</div>`
            : botBubble(bubble.message, t, index === lastBot, handlers),
        )}
        ${this.offline
          ? html`<div class="bubble helplines offline"><p>${t.offline}</p>${this.waiting ? html`<p>${t.offlineKept}</p>` : nothing}${cards(this.people(), t)}</div>`
          : nothing}
        ${this.busy ? html`<p class="typing">${t.typing}</p>` : nothing}
      </div>
      <form @submit=${this.submit}>
        <textarea rows="1" maxlength="1000" aria-label=${t.write} placeholder=${t.write} @keydown=${this.keydown} autocomplete="off"></textarea>
        <button type="submit" class="send">${t.send}</button>
      </form>`;
  }
}

function note(text: string, helplines?: Helpline[]): Bubble {
  return { from: "program", message: { kind: helplines ? "helplines" : "notice", text, helplines } };
}

function speechSynthesisOf(): SpeechSynthesis | null {
  return typeof speechSynthesis === "undefined" || !speechSynthesis.getVoices ? null : speechSynthesis;
}
