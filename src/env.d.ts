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

/** The components of an operator that stand in named places of a page (`src/release/slots.ts`). */
declare module 'virtual:nightlight/components' {
  type Part = (props: {
    language: string;
    site: import('./domain/site.ts').Site;
    base: string;
    path: string;
  }) => unknown;
  const components: { Head?: Part; Header?: Part; Banner?: Part; Footer?: Part };
  export default components;
}
