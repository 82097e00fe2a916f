/** The talk with the server: what was said, what waits, what is done when the line is down. */
import { Api, Refused } from "./api";
import emergencyNumbers from "./emergency.json";
import type { Strings } from "./strings";
import type { BotMessage, Bubble, Fallback, Helpline, Options, State, TopicGroup } from "./types";

// Seconds between the tries to reach the server again.
const TRIES = [5, 10, 20, 40, 60];

export type Content = { text: string } | { choice: string };
interface Message {
  id: string;
  content: Content;
}

/** An id that no other message has. (`randomUUID` is not there on pages without TLS.) */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What the conversation asks of the screen that shows it. */
export interface Screen {
  options: () => Options;
  words: () => Strings;
  /** Something is to be drawn anew; `moved` when the newest lines should come into sight. */
  changed: (moved: boolean) => void;
  answered: (state: State) => void;
}

export class Conversation {
  started = false;
  busy = false;
  offline = false;
  typing = false;
  /** The person wrote something in own words. */
  wrote = false;
  bubbles: Bubble[] = [];
  state: State | null = null;
  /** What was written and has no answer yet, in order. */
  queue: Message[] = [];
  private fallback: Fallback | null = null;
  private api: Api | null = null;
  /** Rises when everything is forgotten: an answer to what was before is thrown away. */
  private epoch = 0;
  private tries = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly screen: Screen) {}

  get audience(): string | null {
    return this.state?.audience ?? (this.screen.options().audience || null);
  }

  /** Whether there is a conversation on the server. */
  get open(): boolean {
    return this.api?.open ?? false;
  }

  /** Fetches the numbers for when the server is gone. */
  async prepare(): Promise<void> {
    this.fallback ??= (await this.server.fallback().catch(() => null)) ?? null;
  }

  async begin(): Promise<void> {
    this.started = true;
    await this.attempt(async () => {
      await this.restart(true);
      await this.deliver();
    });
  }

  async send(content: Content, shown: string): Promise<void> {
    // Pressed twice is pressed once; what is written waits its turn behind what is being answered.
    if ("choice" in content && this.queue.some(({ content: held }) => "choice" in held && held.choice === content.choice)) return;
    this.bubbles = [...this.bubbles, { from: "person", text: shown }];
    this.queue.push({ id: newId(), content });
    if (this.busy) this.screen.changed(true);
    else await this.attempt(this.deliver);
  }

  /** Shows who can help without asking the server. */
  showPeople(): void {
    this.started = true;
    this.bubbles = [...this.bubbles, this.note(this.screen.words().emergencyHint, this.people())];
    this.screen.changed(true);
  }

  /** Forgets everything here and on the server; works while the page goes away. */
  forget(): void {
    this.epoch += 1;
    this.api?.forget();
    this.api = null;
    clearTimeout(this.retry);
    this.bubbles = [];
    this.queue = [];
    this.state = null;
    this.tries = 0;
    this.started = this.busy = this.typing = this.wrote = this.offline = false;
  }

  /** The line may be back: sends what waits, or begins what could not begin. */
  readonly again = (): void => {
    if (this.busy) return;
    if (this.queue.length) void this.attempt(this.deliver, true);
    else if (this.offline && this.started && !this.open) void this.attempt(() => this.restart(true), true);
  };

  /** Counts a pressed way to a service. */
  readonly pressed = (card: Helpline, channel: string): void => {
    this.server.referral(card, channel);
  };

  /** What can be asked, or null when the list cannot be had. */
  async topics(language: string): Promise<TopicGroup[] | null> {
    return this.server.topics(language, this.audience).catch(() => null);
  }

  /** Who can help when the server is gone: the cached file, else the numbers in this bundle. */
  people(): Helpline[] {
    const country = this.state?.country ?? this.screen.options().country;
    const numbers: Record<string, string> = emergencyNumbers;
    const number =
      this.fallback?.emergency[country]?.number ?? numbers[country] ?? this.fallback?.emergency.default?.number ?? "112";
    const emergency: Helpline = { id: "emergency", name: number, kind: "emergency", country, phone: number };
    const lines = this.fallback?.helplines[country] ?? this.fallback?.helplines.default ?? [];
    return [emergency, ...lines];
  }

  /** Whether `people` knows more than the emergency number. */
  get knowsPeople(): boolean {
    return this.fallback !== null;
  }

  private get server(): Api {
    return (this.api ??= new Api(this.screen.options().server));
  }

  /** Sends what waits, in order. The ids stay the same, so the server answers each of them once. */
  private readonly deliver = async (): Promise<void> => {
    const epoch = this.epoch;
    if (!this.open) await this.restart(false);
    for (let message = this.queue[0]; message && epoch === this.epoch; message = this.queue[0]) {
      try {
        await this.answer(message);
      } catch (error) {
        if (!(error instanceof Refused && error.status === 401) || epoch !== this.epoch) throw error;
        await this.restart(false);
        if (epoch !== this.epoch) return;
        this.bubbles = [...this.bubbles, this.note(this.screen.words().resumed)];
        await this.answer(message);
      }
    }
  };

  /** Opens a conversation; the welcome is shown only at the very beginning. */
  private async restart(first: boolean): Promise<void> {
    const { server: api, epoch, state } = this;
    const options = this.screen.options();
    api.drop();
    const wishes = { ...options, country: state?.country ?? options.country, audience: state?.audience ?? options.audience };
    const turn = await api.begin(wishes).catch((error: unknown) => {
      // A country or an audience that the page misspelled keeps nobody out.
      if (error instanceof Refused && error.status === 422) return api.begin({ ...wishes, country: "", audience: "" });
      throw error;
    });
    // Everything was forgotten meanwhile: this conversation too.
    if (epoch !== this.epoch) api.forget();
    else if (first) this.show(turn.messages, turn.state);
    else this.state = turn.state;
  }

  private async answer(message: Message): Promise<void> {
    const epoch = this.epoch;
    const turn = await this.server.say(message.id, message.content);
    if (epoch !== this.epoch) return;
    this.queue = this.queue.filter((held) => held !== message);
    this.show(turn.messages, turn.state);
  }

  /** A `quiet` one is a try of its own accord: unless it succeeds nothing on the screen moves. */
  private async attempt(work: () => Promise<void>, quiet = false): Promise<void> {
    const epoch = this.epoch;
    clearTimeout(this.retry);
    this.busy = true;
    this.typing = !quiet;
    this.screen.changed(!quiet);
    const before = this.bubbles.length;
    try {
      await work();
      if (epoch !== this.epoch) return;
      this.offline = false;
      this.tries = 0;
    } catch (error) {
      if (epoch !== this.epoch) return;
      this.failed(error);
    }
    this.busy = this.typing = false;
    this.screen.changed(!quiet || this.bubbles.length > before);
  }

  private failed(error: unknown): void {
    if (!(error instanceof Refused) || error.status >= 500) {
      this.offline = true;
      this.retryIn(this.tries);
      this.tries += 1;
      return;
    }
    const words = this.screen.words();
    const body = error.body as { helplines?: Helpline[] } | null;
    const hurried = error.status === 429;
    this.offline = false;
    // Too many at once: the message waits and goes by itself; it is said once.
    if (!hurried) this.queue.shift();
    if (!hurried || this.bubbles.at(-1)?.from !== "program")
      this.bubbles = [...this.bubbles, this.note(hurried ? words.busy : error.message || words.offline, body?.helplines ?? this.people())];
    if (this.queue.length) this.retryIn(this.tries);
    this.tries += 1;
  }

  private retryIn(tries: number): void {
    this.retry = setTimeout(this.again, 1000 * (TRIES[tries] ?? 60));
  }

  private note(text: string, helplines?: Helpline[]): Bubble {
    const message = { kind: helplines ? "helplines" : "notice", text, helplines };
    return { from: "program", message, language: this.screen.options().language };
  }

  private show(messages: BotMessage[], state: State): void {
    const language = state.language || this.screen.options().language;
    this.bubbles = [...this.bubbles, ...messages.map((message): Bubble => ({ from: "program", message, language }))];
    this.state = state;
    this.screen.answered(state);
  }
}
