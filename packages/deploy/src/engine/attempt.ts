/** How an effect is to be tried. */
export interface Attempt {
  /** It may have been performed already, before a crash: the platform is asked first. */
  again: boolean;
  /** Called right before anything is changed. @throws Refusal when the profile is another runner's by now, Objected when the release was found bad */
  secure(): Promise<void>;
}
