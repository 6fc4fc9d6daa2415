import type { News } from "../notification/notification.ts";

/** What is sent, by POST, to tell somebody the news. */
export interface Message {
  url: string;
  body: string;
  headers?: Record<string, string>;
}

/** A way of telling the news, which is there if its variable is set. */
export interface Channel {
  name: string;
  /** The variable that holds its address, which is a secret. */
  variable: string;
  message(news: News, url: string, env: NodeJS.ProcessEnv): Promise<Message> | Message;
}
