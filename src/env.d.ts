declare namespace App {
  /** What `src/middleware.ts` gives to every route. */
  interface Locals {
    model: import('./site/model.ts').Model;
  }
}
