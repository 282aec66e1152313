declare namespace App {
  /** What `src/middleware.ts` gives to every route. */
  interface Locals {
    model: import('./site/model.ts').Model;
  }
}

/** A script of `src/browser/` that stands in the page itself (`src/release/page-script.ts`). */
declare module '*?page-script' {
  const script: import('./release/page-script.ts').PageScript;
  export default script;
}
