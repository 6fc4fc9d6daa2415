export { defineApp } from "./config/define-app.ts";
