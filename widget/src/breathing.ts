/** A breathing exercise that moves: it begins when the person begins it and stops at once. */
import { html, type TemplateResult } from "lit";
import type { Strings } from "./strings";
import type { BotMessage } from "./types";

export type Breath = "in" | "hold" | "out" | "rest";
type Pattern = readonly (readonly [Breath, number])[];

// As the written steps say: a young child does not hold the breath.
const YOUNG: Pattern = [["in", 3], ["out", 4]];
const SQUARE: Pattern = [["in", 4], ["hold", 4], ["out", 4], ["rest", 4]];
export const ROUNDS = 5;

export class Breathing {
  message: BotMessage | null = null;
  round = 0;
  count = 0;
  ended = false;
  private pattern: Pattern = YOUNG;
  private step = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  /** `changed` is called every second, `breathed` whenever another breath begins, and at the end. */
  constructor(
    private readonly changed: () => void,
    private readonly breathed: (breath: Breath | "done") => void,
  ) {}

  get breath(): Breath {
    return this.pattern[this.step]?.[0] ?? "in";
  }

  get seconds(): number {
    return this.pattern[this.step]?.[1] ?? 0;
  }

  start(message: BotMessage, audience: string | null): void {
    this.stop();
    this.message = message;
    this.pattern = audience === null || audience === "age_6_9" ? YOUNG : SQUARE;
    this.ended = false;
    this.round = this.count = 1;
    this.step = 0;
    this.timer = setInterval(this.tick, 1000);
    this.breathed(this.breath);
    this.changed();
  }

  readonly stop = (): void => {
    clearInterval(this.timer);
    this.message = null;
    this.changed();
  };

  private readonly tick = (): void => {
    this.count += 1;
    if (this.count > this.seconds) {
      this.count = 1;
      this.step += 1;
      if (this.step === this.pattern.length) {
        this.step = 0;
        this.round += 1;
      }
      if (this.round > ROUNDS) {
        clearInterval(this.timer);
        this.ended = true;
        this.breathed("done");
      } else this.breathed(this.breath);
    }
    this.changed();
  };
}

/** The circle is for the eyes; screen readers hear each breath from the status line. */
export function breathingView(
  message: BotMessage,
  breathing: Breathing,
  t: Strings,
  start: () => void,
): TemplateResult {
  const mine = breathing.message === message;
  const runs = mine && !breathing.ended;
  const words = runs ? t.breathe[breathing.breath] : mine ? t.breathe.done : "";
  return html`<div class="breathing">
    <div class="air" aria-hidden="true">
      <div class="circle ${runs ? `${breathing.breath} s${breathing.seconds}` : ""}"></div>
      <div class="words">${words}${runs ? html`<b>${breathing.count}</b>` : ""}</div>
    </div>
    ${runs
      ? html`<div class="rounds" aria-hidden="true">${Array.from({ length: ROUNDS }, (_, n) => html`<i ?on=${n < breathing.round}></i>`)}</div>`
      : ""}
    <button type="button" @click=${runs ? breathing.stop : start}>${runs ? t.breathe.stop : mine ? t.breathe.again : t.breathe.start}</button>
  </div>`;
}
