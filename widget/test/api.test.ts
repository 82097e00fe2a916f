import { describe, expect, it, vi } from "vitest";
import { Api, Refused, Unreachable } from "../src/api";
import type { Helpline, Options } from "../src/types";

const OPTIONS: Options = { server: "", language: "pl", country: "", audience: "" };

const CARD = { id: "x", name: "X", kind: "child_helpline", country: "PL" } as Helpline;

function answering(...answers: (Response | Error)[]): typeof fetch {
  const mock = vi.fn<typeof fetch>();
  for (const answer of answers) {
    if (answer instanceof Error) mock.mockRejectedValueOnce(answer);
    else mock.mockResolvedValueOnce(answer);
  }
  return mock;
}

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });

describe("the API", () => {
  it("keeps the token to itself and sends it as a bearer", async () => {
    const fetcher = answering(json({ token: "t", messages: [], state: {} }, 201), json({ messages: [], state: {} }));
    const api = new Api("http://s", fetcher);
    expect(await api.begin(OPTIONS)).toEqual({ messages: [], state: {} });
    await api.say("1", { text: "hej" });
    const [, request] = vi.mocked(fetcher).mock.calls[1] ?? [];
    expect(request?.headers).toMatchObject({ Authorization: "Bearer t" });
    expect(request?.credentials).toBe("omit");
  });

  it("tries a lost message once more with the same id", async () => {
    const fetcher = answering(new TypeError("gone"), json({ messages: [], state: {} }));
    await new Api("http://s", fetcher).say("same", { text: "hej" });
    const bodies = vi.mocked(fetcher).mock.calls.map(([, request]) => request?.body);
    expect(bodies[0]).toBe(bodies[1]);
  });

  it("counts a pressed number without the token", async () => {
    const fetcher = answering(json({ token: "t", messages: [], state: {} }, 201), new Response(null, { status: 204 }));
    const api = new Api("http://s", fetcher);
    await api.begin(OPTIONS);
    api.referral({ ...CARD, country: "ZZ" }, "phone");
    const [address, request] = vi.mocked(fetcher).mock.calls[1] ?? [];
    expect(address).toBe("http://s/api/v1/referrals");
    expect(request?.headers).toEqual({ "Content-Type": "application/json" });
    expect(request?.body).toBe('{"country":null,"kind":"child_helpline","channel":"phone"}');
  });

  it("tells a refusal from silence", async () => {
    const refused = new Api("http://s", answering(json({ error: { code: "x", message: "y" } }, 429)));
    await expect(refused.say("1", { text: "a" })).rejects.toBeInstanceOf(Refused);
    const silent = new Api("http://s", answering(new TypeError(), new TypeError()));
    await expect(silent.say("1", { text: "a" })).rejects.toBeInstanceOf(Unreachable);
  });

  it("does not make somebody wait twice for a server that is slow", async () => {
    vi.useFakeTimers();
    const fetcher = vi.fn<typeof fetch>((_, request) => new Promise((_resolve, reject) => {
      request?.signal?.addEventListener("abort", () => { reject(new Error("aborted")); });
    }));
    const answer = new Api("http://s", fetcher).say("1", { text: "a" });
    const refused = expect(answer).rejects.toMatchObject({ slow: true });
    await vi.advanceTimersByTimeAsync(8000);
    await refused;
    expect(fetcher).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });

  it("takes the helplines that the browser still has when the server is gone", async () => {
    const fetcher = answering(new TypeError("gone"), json({ emergency: {}, helplines: {} }));
    await new Api("http://s", fetcher).fallback();
    expect(vi.mocked(fetcher).mock.calls.map(([, request]) => request?.cache)).toEqual(["default", "force-cache"]);
  });
});
