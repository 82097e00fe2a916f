/** What travels between the widget and the server (docs/openapi.yml). */

export interface Choice {
  id: string;
  label: string;
}

export interface Helpline {
  id: string;
  name: string;
  kind: string;
  country: string;
  phone?: string;
  phone_uri?: string;
  sms?: string;
  chat?: string;
  web?: string;
  email?: string;
  hours?: string | null;
  open_now?: boolean | null;
  languages?: string[];
  cost?: string | null;
  checked_on?: string;
  what_happens?: string;
  say_it?: string;
}

export interface Source {
  title: string;
  publisher: string;
  url: string;
}

export interface BotMessage {
  kind: string;
  text: string;
  topic?: string;
  disclosure?: string;
  steps?: string[];
  say_it?: string;
  choices?: Choice[];
  helplines?: Helpline[];
  sources?: Source[];
}

export interface State {
  language: string;
  audience: string | null;
  country: string | null;
  risk: string;
}

export interface Turn {
  messages: BotMessage[];
  state: State;
}

export interface Fallback {
  emergency: Record<string, { number: string }>;
  helplines: Record<string, Helpline[]>;
}

/** One bubble: what the person wrote, or what the program said. */
export type Bubble =
  | { from: "person"; text: string }
  | { from: "program"; message: BotMessage; language: string };

/** A group of `GET /api/v1/topics`. */
export interface TopicGroup {
  id: string;
  label: string;
  topics: { id: string; label: string }[];
}

export interface Options {
  server: string;
  language: string;
  country: string;
  audience: string;
}
