/** For those who do not know what to ask: first questions, and all topics in groups. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { Strings } from "./strings";
import type { TopicGroup } from "./types";

type Choose = (id: string, label: string) => void;

// One line drawing a group of data/labels.yml, 24 by 24.
const PICTURES: Record<string, SVGTemplateResult> = {
  feelings: svg`<path d="M12 20C4 14 3 10 4 7.5 5.5 4 10 4 12 8c2-4 6.5-4 8-.5 1 2.5 0 6.5-8 12.500Z"/>`,
  conduct: svg`<path d="M4 4h16v12h-9l-5 4v-4H4Z"/><path d="m13 6-3 4h4l-3 4"/>`,
  contact: svg`<circle cx="12" cy="8" r="4"/><path d="M4 21c0-5 4-7 8-7s8 2 8 7Z"/>`,
  image: svg`<path d="M3 5h18v14H3Z"/><circle cx="8.5" cy="10" r="1.5"/><path d="m3 18 6-4 4 3 4-5 4 4"/>`,
  content: svg`<path d="M2 12c5-8 15-8 20 0-5 8-15 8-20 0Z"/><circle cx="12" cy="12" r="3"/>`,
  security: svg`<path d="M5 11h14v10H5ZM8 11V7c0-5 8-5 8 0v4M12 15v2"/>`,
  consumer: svg`<path d="M3 4h3l3 11h9l3-8H7"/><circle cx="10" cy="19" r="1.5"/><circle cx="17" cy="19" r="1.5"/>`,
  health: svg`<path d="M20 14A9 9 0 1 1 10 4a7 7 0 0 0 10 10Z"/>`,
  parents: svg`<circle cx="8" cy="7" r="3.5"/><circle cx="17" cy="12" r="2.5"/><path d="M2 21c0-7 12-7 12 0ZM14 21c0-5 7-5 7 0Z"/>`,
  help: svg`<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="4"/><path d="m5.6 5.6 3.6 3.600m5.6 5.6 3.6 3.600m0-12.8-3.6 3.600m-5.6 5.6-3.6 3.6"/>`,
  report: svg`<path d="M5 3h10l4 4v14H5ZM9 11h6M9 15h6"/>`,
  bot: svg`<path d="m9 21 1-12h4l1 12ZM10 9V6l2-2 2 2v3M7 7 3 5m14 2 4-2"/>`,
};

export function picture(group: string): TemplateResult {
  return html`<svg class="picture" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" focusable="false">${PICTURES[group] ?? PICTURES.bot}</svg>`;
}

/** The topics in groups, fetched when somebody needs them. */
export class Topics {
  /** Null when the list cannot be had, undefined while it is on its way. */
  groups: TopicGroup[] | null | undefined = undefined;
  private of = "";

  constructor(private readonly changed: () => void) {}

  /** Fetches the list anew if it is `of` other readers than the one that is held. */
  async load(of: string, fetch: () => Promise<TopicGroup[] | null>): Promise<void> {
    if (this.of === of && this.groups !== null) return;
    this.of = of;
    this.groups = undefined;
    const groups = await fetch();
    if (this.of !== of) return;
    this.groups = groups;
    this.changed();
  }

  forget(): void {
    this.of = "";
    this.groups = undefined;
  }

  /** The picture of what a choice leads to, if it has one. */
  readonly picture = (choice: string): TemplateResult | typeof nothing => {
    if (/^act:(help_now|find_helpline)$/.test(choice)) return picture("help");
    const group = this.groups?.find(({ topics }) => topics.some(({ id }) => choice === `topic:${id}`));
    return group ? picture(group.id) : nothing;
  };
}

/** Questions that others of this age begin with; of an unknown age, those for the youngest. */
export function firstQuestions(audience: string | null, t: Strings, choose: Choose, pictured?: Topics["picture"]): TemplateResult {
  const all: Record<string, Record<string, string>> = t.first;
  const own = all[audience ?? ""] ?? t.first.age_6_9;
  return html`<div class="choices" role="group" aria-label=${t.firstTitle}>${Object.entries(own).map(
    ([topic, label]) => html`<button type="button" @click=${() => { choose(`topic:${topic}`, label); }}>${pictured?.(`topic:${topic}`)}${label}</button>`,
  )}</div>`;
}

export function topicBrowser(
  { groups, picture: pictured }: Topics,
  audience: string | null,
  t: Strings,
  choose: Choose,
  close: () => void,
): TemplateResult {
  return html`<section class="browse" aria-labelledby="ask">
    <h2 id="ask" tabindex="-1">${t.ask}</h2>
    <button type="button" class="quiet" @click=${close}>${t.back}</button>
    ${firstQuestions(audience, t, choose, audience === "age_6_9" ? pictured : undefined)}
    ${groups === undefined ? html`<p>${t.loading}</p>` : nothing}
    ${groups === null ? html`<p>${t.noTopics}</p>` : nothing}
    ${(groups ?? []).map(
      (group) => html`<details name="group"><summary>${picture(group.id)}${group.label}</summary>
        <div class="choices">${group.topics.map(
          (topic) => html`<button type="button" @click=${() => { choose(`topic:${topic.id}`, topic.label); }}>${topic.label}</button>`,
        )}</div></details>`,
    )}
  </section>`;
}
