export { PROBLEMS, type ProblemName } from './catalogue.ts';
export {
  bounded,
  fileOf,
  hasErrors,
  inFolder,
  inOrder,
  MOST,
  nameOf,
  type Place,
  type Problem,
  type Source,
} from './problem.ts';
export { type Mistake, problemIn, Report } from './report.ts';
