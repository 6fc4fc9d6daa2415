/** The npm package `workerd` ships no types. Read in its `lib/main.js`. */
declare module "workerd" {
  /** Path of the binary for this platform. */
  const binary: string;
  export default binary;
  /** The newest compatibility date that this binary knows, `YYYY-MM-DD`. */
  export const compatibilityDate: string;
}
