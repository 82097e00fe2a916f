import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LatarnikChat } from "../src/chat";

interface Sent {
  method: string;
  path: string;
  body: { id?: string; text?: string };
}

const LINE = { id: "gb-1", name: "Line", kind: "child_helpline", country: "GB", phone: "0800 1111", hours: "24/7", what_happens: "Someone listens." };
const STATE = { language: "en", audience: null, country: null, risk: "none" };
let sent: Sent[] = [];
let down = false;
let gate: Promise<void> | null = null;

async function server(input: RequestInfo | URL, request?: RequestInit): Promise<Response> {
  if (down) throw new TypeError("gone");
  const path = input as string;
  const body = JSON.parse((request?.body as string | undefined) ?? "{}") as Sent["body"];
  sent.push({ method: request?.method ?? "GET", path, body });
  await gate;
  const kind = body.text?.startsWith("who") ? "helplines" : "answer";
  const helplines = /blackmail|who/.test(body.text ?? "") ? [LINE] : [];
  const messages = [{ kind, text: `re: ${body.text ?? "hello"}`, helplines }];
  return new Response(JSON.stringify({ token: "t", messages, state: STATE, emergency: {}, helplines: {} }));
}

const texts = (): (string | undefined)[] => sent.filter((s) => s.path.endsWith("/messages")).map((s) => s.body.text);

async function settle(): Promise<void> {
  for (let n = 0; n < 30; n += 1) await vi.advanceTimersByTimeAsync(0);
}

async function begun(): Promise<{ chat: LatarnikChat; root: ShadowRoot }> {
  const chat = document.createElement("latarnik-chat") as LatarnikChat;
  chat.language = "en";
  document.body.append(chat);
  chat.open();
  await settle();
  const root = chat.shadowRoot as ShadowRoot;
  root.querySelector<HTMLElement>(".first")?.click();
  await settle();
  return { chat, root };
}

async function write(root: ShadowRoot, text: string): Promise<void> {
  const box = root.querySelector("textarea") as HTMLTextAreaElement;
  box.value = text;
  root.querySelector<HTMLElement>(".write .send")?.click();
  await settle();
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", server);
  if (!customElements.get("latarnik-chat")) customElements.define("latarnik-chat", LatarnikChat);
  sent = [];
  down = false;
  gate = null;
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("while the line is down", () => {
  it("keeps every message and sends each once, in order, when the line is back", async () => {
    const { root } = await begun();
    down = true;
    await write(root, "one");
    await write(root, "two");
    expect(root.querySelector(".offline")).not.toBeNull();
    down = false;
    window.dispatchEvent(new Event("online"));
    window.dispatchEvent(new Event("online"));
    await settle();
    expect(texts()).toEqual(["one", "two"]);
    const ids = sent.map((s) => s.body.id).filter(Boolean);
    expect(new Set(ids).size).toBe(2);
    expect(root.querySelector(".offline")).toBeNull();
    expect([...root.querySelectorAll(".bubble.person")]).toHaveLength(2);
  });

  it("tries again by itself, without a move on the screen, when only the server was gone", async () => {
    const { root } = await begun();
    down = true;
    await write(root, "one");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(root.querySelector(".typing")).toBeNull();
    down = false;
    await vi.advanceTimersByTimeAsync(61_000);
    await settle();
    expect(texts()).toEqual(["one"]);
    expect(root.textContent).toContain("re: one");
  });

  it("sends nothing of what was forgotten", async () => {
    const { chat, root } = await begun();
    down = true;
    await write(root, "one");
    chat.forget();
    down = false;
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(120_000);
    expect(texts()).toEqual([]);
  });
});

describe("while an answer is awaited", () => {
  it("takes what is written and sends it in order", async () => {
    const { root } = await begun();
    let open = (): void => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    await write(root, "help");
    await write(root, "hes here");
    expect(texts()).toEqual(["help"]);
    expect([...root.querySelectorAll(".bubble.person")]).toHaveLength(2);
    open();
    await settle();
    expect(texts()).toEqual(["help", "hes here"]);
    expect(root.textContent).toContain("re: hes here");
  });
});

describe("forgetting while an answer is on its way", () => {
  it("throws the answer away", async () => {
    const { chat, root } = await begun();
    let open = (): void => undefined;
    gate = new Promise((resolve) => { open = resolve; });
    await write(root, "secret");
    chat.forget();
    open();
    await settle();
    expect(root.querySelector(".start")).not.toBeNull();
    root.querySelector<HTMLElement>(".first")?.click();
    await settle();
    expect(root.textContent).not.toContain("secret");
    expect(sent.some((s) => s.method === "DELETE")).toBe(true);
  });

  it("also forgets a conversation that was only being opened", async () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => { open = resolve; });
    const { chat } = await begun();
    chat.forget();
    open();
    await settle();
    expect(sent.filter((s) => s.method === "DELETE")).toHaveLength(1);
  });

  it("shows a helpline whole at first, briefly with its number after that, and whole to whoever asks for people", async () => {
    const { root } = await begun();
    await write(root, "blackmail");
    await write(root, "blackmail again");
    await write(root, "who can i call");
    const shown = [...root.querySelectorAll(".card")];
    expect(shown.map((card) => card.classList.contains("brief"))).toEqual([false, true, false]);
    expect(shown.map((card) => card.querySelector("a")?.getAttribute("href"))).toEqual(Array(3).fill("tel:08001111"));
    expect(shown.map((card) => card.textContent.includes("24/7"))).toEqual([true, false, true]);
  });
});
