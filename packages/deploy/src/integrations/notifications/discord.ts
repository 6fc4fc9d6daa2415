import { linkOf, sentence } from "../notification/notification.ts";
import type { Channel } from "./channel.ts";
import { signOf } from "./sign-of.ts";

/** Characters that a message may have. Source: https://docs.discord.com/developers/resources/webhook#execute-webhook */
const LONGEST = 2000;

/** Nobody is called by what a reason or a comment happens to say: `@everyone` stays text. */
export const discord: Channel = {
  name: "Discord",
  variable: "KIT_NOTIFY_DISCORD",
  message: (news, url) => {
    const end = linkOf(news);
    const text = `${signOf(news.outcome)} ${sentence(news)}`.slice(0, LONGEST - end.length);
    return { url, body: JSON.stringify({ content: `${text}${end}`, allowed_mentions: { parse: [] } }) };
  },
};
