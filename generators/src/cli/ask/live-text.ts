import { TextPrompt } from "@clack/core";
import { S_BAR, S_BAR_END, symbol } from "@clack/prompts";

export type LiveTextOptions = {
  signal: AbortSignal;
  message: string;
  placeholder: string;
  initialValue: string;
  /** What is wrong with a text; undefined if nothing is. Asked at every key. */
  validate: (text: string) => string | undefined;
};

/**
 * Asks for a text, and says while it is typed what is wrong with it.
 *
 * @returns the text, or clack's symbol for a prompt that was left.
 */
export async function liveText({ signal, message, placeholder, initialValue, validate }: LiveTextOptions) {
  const prompt = new TextPrompt({
    signal,
    placeholder,
    initialUserInput: initialValue,
    validate: (text = "") => validate(text),
    render() {
      const title = `${S_BAR}\n${symbol(this.state)}  ${message}\n${S_BAR}  `;
      if (this.state === "submit") return `${title}${this.value}`;
      if (this.state === "cancel") return title;
      const typed = this.userInput === "" ? placeholder : this.userInputWithCursor;
      const problem = this.userInput === "" ? this.error : (validate(this.userInput) ?? "");
      return `${title}${typed}\n${S_BAR_END}  ${problem}`;
    },
  });
  return prompt.prompt();
}
