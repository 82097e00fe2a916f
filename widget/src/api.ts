/** The HTTP API: every message has an id of its own, so a retry is never answered twice. */
import type { Fallback, Helpline, Options, TopicGroup, Turn } from "./types";

const PATIENCE = 8000;

/** The server answered, but not with a turn. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly body: unknown,
  ) {
    super(message);
  }
}

/** No answer: offline, server gone, or `slow`. */
export class Unreachable extends Error {
  constructor(readonly slow: boolean) {
    super();
  }
}

export class Api {
  private token = "";

  constructor(
    private readonly server: string,
    private readonly fetcher: typeof fetch = (...args) => fetch(...args),
  ) {}

  get open(): boolean {
    return this.token !== "";
  }

  async begin(options: Options): Promise<Turn> {
    const about: Record<string, string> = { language: options.language };
    if (options.country) about.country = options.country;
    if (options.audience) about.audience = options.audience;
    about.timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const body = await this.call("POST", "/api/v1/conversations", about);
    const { token, ...turn } = body as Turn & { token: string };
    this.token = token;
    return turn;
  }

  async say(id: string, content: { text: string } | { choice: string }): Promise<Turn> {
    try {
      return (await this.call("POST", "/api/v1/messages", { id, ...content })) as Turn;
    } catch (error) {
      // Somebody who has waited long is told at once who can help.
      if (!(error instanceof Unreachable) || error.slow) throw error;
      return (await this.call("POST", "/api/v1/messages", { id, ...content })) as Turn;
    }
  }

  /** The numbers for when the server is gone; then those that the browser still has. */
  async fallback(): Promise<Fallback> {
    const path = "/api/v1/helplines/fallback";
    return (await this.call("GET", path, undefined, "default").catch(() =>
      this.call("GET", path, undefined, "force-cache"),
    )) as Fallback;
  }

  /** What can be asked by this audience. */
  async topics(language: string, audience: string | null): Promise<TopicGroup[]> {
    const query = new URLSearchParams({ language, ...(audience ? { audience } : {}) });
    const list = (await this.call("GET", `/api/v1/topics?${query}`)) as { groups: TopicGroup[] };
    return list.groups;
  }

  /** Counts a pressed way to a service, without the token: nothing joins it to the talk. */
  referral(card: Helpline, channel: string): void {
    const country = /^[A-Z]{2}$/.test(card.country ?? "") && card.country !== "ZZ" ? card.country : null;
    void this.fetcher(`${this.server}/api/v1/referrals`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ country, kind: card.kind, channel }),
      keepalive: true,
      credentials: "omit",
      referrerPolicy: "no-referrer",
    }).catch(() => undefined);
  }

  /** Forgets the conversation on the server; works while the page goes away. */
  forget(): void {
    if (!this.token) return;
    const headers = { Authorization: `Bearer ${this.token}` };
    this.token = "";
    void this.fetcher(`${this.server}/api/v1/conversations/current`, {
      method: "DELETE",
      headers,
      keepalive: true,
      credentials: "omit",
    }).catch(() => undefined);
  }

  drop(): void {
    this.token = "";
  }

  private async call(method: string, path: string, body?: unknown, cache: RequestCache = "no-store"): Promise<unknown> {
    const headers: Record<string, string> = {};
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      stop.abort();
    }, PATIENCE);
    let response: Response;
    try {
      response = await this.fetcher(this.server + path, {
        method,
        headers,
        signal: stop.signal,
        credentials: "omit",
        cache,
        referrerPolicy: "no-referrer",
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw new Unreachable(stop.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
    const json: unknown = await response.json().catch(() => null);
    if (!response.ok) {
      const error = (json as { error?: { message?: string } } | null)?.error;
      throw new Refused(response.status, error?.message ?? "", json);
    }
    return json;
  }
}
