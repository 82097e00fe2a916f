/** `<latarnik-chat>`: the window of the conversation, in its own shadow root. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { Breathing } from "./breathing";
import { topicBrowser, Topics } from "./browse";
import { Conversation } from "./conversation";
import { copyOrMark } from "./copying";
import { exitAddress, leave, ShiftCounter } from "./exit";
import { covers, keepInside } from "./focus";
import { bar, startPage } from "./frame";
import { log } from "./log";
import { firstLook, menu, wear } from "./look";
import { printOnly } from "./paper";
import { Reader, voiceFor, wordsOf } from "./speech";
import { LANGUAGES, plural, stringsFor, type Strings } from "./strings";
import { styles } from "./styles";
import type { BotMessage } from "./types";
import { character, type Handlers } from "./views";
import { writeBox } from "./write";

// Where the window covers the page, as in the styles.
const NARROW = "(max-width: 480px), (max-height: 460px)";

export class LatarnikChat extends LitElement {
  /** The server of widgets that name none: where the script came from. */
  static home = "";

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

  private opened = false;
  private presses = 0;
  private said = "";
  private look = firstLook();
  private unfolded: "menu" | "topics" | null = null;
  /** What the page asked about, until the person begins. */
  private wish: [topic: string, words: string] | null = null;
  private copied: BotMessage | null = null;
  private marked: BotMessage | null = null;
  private printing: BotMessage | null = null;
  /** Ends the listening outside this element. */
  private present: AbortController | null = null;
  private readonly narrow = typeof matchMedia === "function" ? matchMedia(NARROW) : null;
  private readonly redraw = (): void => { this.requestUpdate(); };
  private readonly talk = new Conversation({
    options: () => ({
      server: this.server || LatarnikChat.home,
      language: this.language,
      country: this.country,
      audience: this.audience,
    }),
    words: () => this.t,
    changed: (moved) => {
      this.requestUpdate();
      if (moved) this.showLast();
    },
    answered: (state) => {
      if (state.language) this.language = state.language;
      if (this.talk.audience === "age_6_9") this.loadTopics();
      this.tell("message");
    },
  });
  private readonly topics = new Topics(this.redraw);
  private readonly reader = new Reader(this.redraw);
  private readonly breathing = new Breathing(this.redraw, (breath) => { this.announce(this.t.breathe[breath]); });
  private readonly counter = new ShiftCounter(
    (presses) => {
      this.presses = presses;
      this.said = presses && presses < 3 ? plural(this.language, this.t.shift, 3 - presses) : "";
      this.requestUpdate();
    },
    () => { this.leave(); },
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
    wear(this, this.look);
    const { signal } = (this.present = new AbortController());
    document.addEventListener("keydown", this.keydown, { signal });
    document.addEventListener("keyup", this.counter.up, { signal });
    document.addEventListener("pointerdown", this.counter.click, { signal });
    document.addEventListener("focusin", this.uncover, { signal });
    window.addEventListener("online", this.talk.again, { signal });
    window.addEventListener("pagehide", this.gone, { signal });
    this.narrow?.addEventListener("change", this.redraw, { signal });
    this.reader.connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.present?.abort();
    this.reader.disconnect();
    this.wipe();
  }

  protected override willUpdate(): void {
    if (this.full) this.opened = true;
  }

  protected override firstUpdated(): void {
    if (this.full) void this.talk.prepare();
  }

  /** Opens the window; nothing is sent before the person begins. */
  open(): void {
    this.opened = true;
    this.requestUpdate();
    this.tell("open");
    void this.talk.prepare();
    this.focusOn(this.talk.started ? ".log" : ".first");
  }

  /** Opens the window and asks about a topic, in these words, at once or when the person begins. */
  ask(topic: string, words: string): void {
    this.open();
    if (this.talk.started) this.choose(`topic:${topic}`, words);
    else this.wish = [topic, words];
  }

  /** Folds the window; the conversation goes on when it is opened again. */
  close(): void {
    if (this.full) return;
    this.opened = false;
    this.unfolded = null;
    this.reader.stop();
    this.breathing.stop();
    this.requestUpdate();
    this.tell("close");
    this.focusOn(".launcher");
  }

  /** Leaves the page at once and forgets everything. */
  leave(): void {
    const address = exitAddress(this.exit, this.t.exitAddress);
    this.wipe();
    this.tell("exit");
    leave(address, this.t.leaving);
  }

  /** Forgets the conversation here and on the server, and shows the first page. */
  forget(): void {
    this.wipe();
    this.announce(this.t.forgotten);
    this.tell("forget");
    if (this.opened) this.focusOn(".first");
  }

  private get t(): Strings {
    return stringsFor(this.language);
  }

  /** Whether the window hides the page behind it. */
  private get covering(): boolean {
    return this.opened && !this.full && (this.narrow?.matches ?? false);
  }

  private wipe(): void {
    this.talk.forget();
    this.topics.forget();
    this.reader.stop();
    this.breathing.stop();
    this.unfolded = this.copied = this.marked = this.printing = null;
    this.wish = null;
    this.said = "";
    const box = this.renderRoot.querySelector("textarea");
    if (box) box.value = "";
    this.requestUpdate();
  }

  /** The page goes away: whoever comes back to it finds nothing. */
  private readonly gone = (): void => { this.wipe(); this.performUpdate(); };

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

  private focusOn(selector: string): void {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
    });
  }

  /** To where the talk goes on. A finger would only open the keyboard, over what there is to read. */
  private focusOnTalk(): void {
    this.focusOn(typeof matchMedia === "function" && matchMedia("(pointer: coarse)").matches ? ".log" : "textarea");
  }

  private readonly keydown = (event: KeyboardEvent): void => {
    // A page whose chat nobody has opened has nothing to hide.
    if (this.opened || this.talk.started) this.counter.down(event);
    if (!this.opened || event.defaultPrevented) return;
    if (event.key === "Escape") {
      if (this.unfolded) this.fold();
      else this.close();
    } else if (event.key === "Tab" && this.covering && this.shadowRoot) keepInside(event, this.shadowRoot);
  };

  /** Gives way when the button or the window lies over what has the focus of the page. */
  private readonly uncover = (event: FocusEvent): void => {
    const front = this.full ? null : this.renderRoot.querySelector(".launcher, .panel");
    const at = event.target;
    this.removeAttribute("aside");
    this.toggleAttribute("aside", front !== null && at instanceof Element && at !== this && covers(front, at));
  };

  /** Puts the start of the newest reply in sight, with what was asked above it. */
  private showLast(): void {
    void this.updateComplete.then(() => {
      const log = this.renderRoot.querySelector<HTMLElement>(".log");
      const asked = [...this.renderRoot.querySelectorAll<HTMLElement>(".bubble.person")].at(-1);
      if (log) log.scrollTop = asked ? asked.offsetTop - 8 : 0;
    });
  }

  private async begin(): Promise<void> {
    const { wish } = this;
    this.wish = null;
    await this.talk.begin();
    if (wish) await this.talk.send({ choice: `topic:${wish[0]}` }, wish[1]);
    this.focusOnTalk();
  }

  private readonly write = (text: string): void => {
    this.talk.wrote = true;
    void this.talk.send({ text: text.slice(0, 1000) }, text);
  };

  private readonly choose = (id: string, label: string): void => {
    this.unfolded = null;
    void this.talk.send({ choice: id }, label);
    this.focusOnTalk();
  };

  private switchLanguage(next: string): void {
    this.language = next;
    if (this.talk.open) this.choose(`language:${next}`, stringsFor(next).name);
    if (this.unfolded === "topics") this.loadTopics();
  }

  private helpNow(): void {
    this.unfolded = null;
    if (this.talk.open && !this.talk.offline) this.choose("act:help_now", this.t.help);
    else this.talk.showPeople();
  }

  /** Opens the settings or the topics and goes there, or folds them. */
  private unfold(what: "menu" | "topics"): void {
    if (this.unfolded === what) return void this.fold();
    this.unfolded = what;
    if (what === "topics") this.loadTopics();
    this.requestUpdate();
    this.focusOn(what === "menu" ? "#menu input:checked" : "#ask");
  }

  /** Folds what is open and goes back to the button that opened it. */
  private readonly fold = (): void => {
    const button = this.unfolded;
    this.unfolded = null;
    this.requestUpdate();
    this.focusOn(`[data-opens=${button}]`);
  };

  private loadTopics(): void {
    void this.topics.load(`${this.language} ${this.talk.audience}`, () => this.talk.topics(this.language));
    this.requestUpdate();
  }

  private readonly listen = (message: BotMessage, language: string): void => {
    const { sayIt, emergency } = stringsFor(language);
    this.reader.toggle(message, wordsOf(message, sayIt, emergency), language);
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
      printOnly(this, this.renderRoot.querySelector("[printing] details"), () => {
        this.printing = null;
        this.requestUpdate();
      });
    });
  };

  override render(): TemplateResult {
    return this.opened
      ? this.window()
      : html`<button type="button" class="launcher" @click=${() => { this.open(); }}>${character(36)}${this.greeting || this.t.open}</button>`;
  }

  private window(): TemplateResult {
    const t = this.t;
    const { started, audience } = this.talk;
    const fold = this.full ? null : (): void => { this.close(); };
    const quit = exitAddress(this.exit, t.exitAddress);
    return html`<section class="panel ${audience ?? ""}" lang=${this.language} dir=${t.direction} role=${this.full ? "region" : "dialog"}
        aria-label=${t.title} aria-modal=${this.covering ? "true" : nothing}>
      <a class="hidden-first" href=${quit} @click=${(e: Event) => { e.preventDefault(); this.leave(); }}>${t.exitHint}</a>
      ${bar(t, this.language, this.presses, this.unfolded === "menu", {
        language: (code) => { this.switchLanguage(code); },
        leave: () => { this.leave(); },
        menu: () => { this.unfold("menu"); },
        fold,
      })}
      <div class="visually-hidden" role="status">${this.said}</div>
      ${this.unfolded === "menu"
        ? menu(this.look, t, {
            change: (look) => { this.look = look; wear(this, look); this.requestUpdate(); },
            forget: () => { this.forget(); },
            fold,
            done: this.fold,
          })
        : nothing}
      ${this.unfolded === "topics" ? topicBrowser(this.topics, audience, t, this.choose, this.fold) : nothing}
      ${started ? this.conversation() : this.unfolded ? nothing : startPage(t, () => void this.begin())}
      <div class="foot">
        ${started ? html`<button type="button" data-opens="topics" aria-expanded=${this.unfolded === "topics"} @click=${() => { this.unfold("topics"); }}>${t.topics}</button>` : nothing}
        <button type="button" class="help" @click=${() => { this.helpNow(); }}>${t.help}</button>
      </div>
    </section>`;
  }

  private handlers(language: string): Handlers {
    const { audience, pressed } = this.talk;
    return {
      choose: this.choose,
      pressed,
      copy: this.copy,
      copied: this.copied,
      marked: this.marked,
      listen: voiceFor(language) ? this.listen : null,
      reading: this.reader.reading,
      now: this.reader.now,
      print: audience === "parent" ? this.print : null,
      printing: this.printing,
      breathe: (message) => { this.breathing.start(message, audience); },
      breathing: this.breathing,
      pictured: audience === "age_6_9" ? this.topics.picture : undefined,
    };
  }

  private conversation(): TemplateResult {
    const t = this.t;
    const away = this.unfolded !== null;
    return html`${log(this.talk, t, away, (language) => this.handlers(language), () => { this.unfold("topics"); })}
      ${writeBox(t, away, this.write)}`;
  }
}
