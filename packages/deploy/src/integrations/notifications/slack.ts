import { linkOf, sentence } from "../notification/notification.ts";
import type { Channel } from "./channel.ts";
import { signOf } from "./sign-of.ts";

/** Source: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const slack: Channel = {
  name: "Slack",
  variable: "KIT_NOTIFY_SLACK",
  message: (news, url) => ({
    url,
    body: JSON.stringify({ text: `${signOf(news.outcome)} ${escaped(sentence(news))}${linkOf(news)}` }),
  }),
};

/** Source: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
