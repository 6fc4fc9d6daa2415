import type { Progress } from "../../engine/ports/progress.ts";
import { Refusal } from "../../names/user-error.ts";
import type { News } from "../notification/notification.ts";
import type { Channel } from "./channel.ts";
import { discord } from "./discord.ts";
import { slack } from "./slack.ts";
import { webhook } from "./webhook.ts";

const channels: readonly Channel[] = [slack, discord, webhook];

/** Milliseconds until a channel is given up. */
const PATIENCE = 5_000;

/**
 * Tells the news by every channel that the environment names. One that cannot be told is noted, and is nobody's
 * failure: what happened has happened.
 */
export async function notify(news: News, env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  const named = channels.filter(({ variable }) => env[variable]);
  await Promise.all(
    named.map(async (channel) => {
      const fault = await tellBy(channel, news, env);
      progress.note("notified", fault === undefined ? channel.name : `${channel.name} was not: ${fault}`);
    }),
  );
}

/** @returns why it could not be told; never with the channel's address, which is a secret */
async function tellBy(channel: Channel, news: News, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const address = env[channel.variable] ?? "";
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) return `${channel.variable} is no URL`;
  try {
    const { url, body, headers } = await channel.message(news, address, env);
    const answer = await fetch(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return answer.ok ? undefined : `it answered ${answer.status}`;
  } catch (error) {
    return error instanceof Refusal ? error.message : "it cannot be reached";
  }
}
